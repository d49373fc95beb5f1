/* What each column of the guests and companies says. */
#pragma once

#include "views/account_rows.h"

/* `column` is one of those of the list's class. */
void account_cell(const struct account_rows *rows, const struct account_row *row,
                  const struct list_column *column, struct cell *cell);
