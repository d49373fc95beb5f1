/* What follows `frontdesk` on the command line; each returns the exit code. */
#pragma once

#include "views/options.h"

int screen_main(const struct options *options);
int run_main(const struct options *options);
int call_main(const struct options *options);
int report_main(const struct options *options);
int doctor_main(const struct options *options);

/* The subcommands: the screen first. Defined by main, which alone may start the server. */
const struct subcommand *subcommands(size_t *count);

/* `--help` of a subcommand, of the whole, and the man page, on standard output. */
void help_print(const struct options *options);
void man_print(void);
