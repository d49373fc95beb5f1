/* What the view of one guest or company shows, for the views that it opens. */
#pragma once

#include "tui/screen.h"
#include "views/account_profile.h"

/* The profile of the view on top; NULL: no such view is. *Valid until* it changes. */
const struct account_profile *account_shown(struct screen *screen);

/* Opens the form that changes the profile of the view on top, once the whole of it is read. */
void account_edit(struct screen *screen);

/*
 * The record that such a form is made from: numbers of documents are masked unless they are shown.
 * *Gives*: document_free().
 */
MUST_USE struct document *account_form_record(const struct account_profile *profile);
