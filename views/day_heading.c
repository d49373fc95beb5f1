#include "views/day_heading.h"

#include <stdio.h>

#include "api/base/intl.h"
#include "api/base/text.h"

void
day_heading(const struct app *app, int column, int line, struct cell *cell)
{
    static const char *const weekdays[] = {N_("Su"), N_("Mo"), N_("Tu"), N_("We"),
                                           N_("Th"), N_("Fr"), N_("Sa")};
    static const char *const months[] = {N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"),
                                         N_("May"), N_("Jun"), N_("Jul"), N_("Aug"),
                                         N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")};
    struct day day = {column};
    int weekday = day_weekday(day);
    int year;
    int month;
    int of_month;

    civil_from_days(column, &year, &month, &of_month);
    cell->style = desk_today(app->desk).number == column ? STYLE_TODAY
                  : weekday == 0 || weekday == 6         ? STYLE_WEEKEND
                                                         : STYLE_NORMAL;
    if (line == 0)
        text_copy(cell->text, sizeof(cell->text), _(weekdays[weekday]));
    else if (of_month == 1)
        text_copy(cell->text, sizeof(cell->text), _(months[month - 1])); // where its days begin
    else
        snprintf(cell->text, sizeof(cell->text), "%d", of_month);
}
