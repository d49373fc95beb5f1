/* The handover of a shift on paper: what the drawer should hold, was counted, and was taken. */
#pragma once

#include "api/base/buffer.h"
#include "views/shift_rows.h"

/* What was counted, a currency a row; `note` says why it differs. Lent. */
struct count_sheet {
    const struct money *counted;
    size_t count;
    const char *note;
};

/* What of a currency was counted; false: nothing was. */
bool sheet_finds(const struct count_sheet *sheet, const char *currency, struct money *counted);

/* The difference to what should be there; false where one of them isn't known. */
bool sheet_differs(const struct count_sheet *sheet, const struct drawer *drawer,
                   struct money *difference);

/* 80 columns, for people; `sheet` is empty while nobody has counted. */
void handover_text(const struct shift_rows *rows, const struct count_sheet *sheet,
                   struct buffer *text);

/* The same for programs: kind, name, currency, count, amount. */
void handover_csv(const struct shift_rows *rows, const struct count_sheet *sheet,
                  struct buffer *text);

/*
 * Writes it as the file's ending says: .csv, .pdf, anything else as text.
 * Errors  those of export_file().
 */
MUST_USE bool handover_save(const struct shift_rows *rows, const struct count_sheet *sheet,
                            const char *path, struct error *err);
