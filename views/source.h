/* `source` on the screen: a file of commands, whose disk may hang. */
#pragma once

struct app;

/* Runs it line by line; the status line tells of the first that fails. */
void source_begin(struct app *app, const char *path);
