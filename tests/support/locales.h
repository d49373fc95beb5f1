/* Locales with other decimal signs and charsets, which the machine may lack: those of the build. */
#pragma once

/* From here on setlocale() finds them. */
void locales_open(void);
