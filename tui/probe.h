/* What the terminal says of itself when it is asked, before there is a screen on it. */
#pragma once

enum probe_charset {
    PROBE_SILENT = 0, /* it does not answer, or it is none */
    PROBE_UTF8,       /* two bytes of UTF-8 are one character to it */
    PROBE_BYTES,      /* two characters */
};

/*
 * Writes a character to the terminal of standard output, asks where the cursor is (CPR), and takes
 * the character away again. What is typed meanwhile is lost. Waits half a second at most.
 * Source  ECMA-48, 8.3.14 and 8.3.35.
 */
enum probe_charset probe_charset(void);
