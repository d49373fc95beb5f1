/*
 * A small program on the screen, for tests and benchmarks: a list of many rows of nothing in
 * particular, cards of each kind, a form, a grid, prompts. What it does it writes into a log.
 */
#pragma once

/*
 * Runs it on the terminal of standard input; returns the exit code. Environment: SAMPLE_LOG, where
 * it writes; SAMPLE_ROWS, how many (20000); SAMPLE_NAMES, `wide`: names that are hard to measure;
 * SAMPLE_THEME; SAMPLE_TICKS, any: a timer logs; SAMPLE_FLOW, any: leaves flow control on.
 */
int sample_run(void);
