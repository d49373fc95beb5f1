/* What a server's data file holds, to see whether something changed. */
#pragma once

/*
 * How many rows each table of entities has, and when one was changed last, as text; a server may
 * have the file open. *Gives*: free().
 */
char *data_state(const char *path);
