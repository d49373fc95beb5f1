#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/buffer.h"
#include "api/base/fold.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "api/desk/rooms.h"
#include "views/facts.h"
#include "views/handover_report.h"
#include "views/output.h"
#include "views/session.h"
#include "views/stay_rows.h"
#include "views/subcommands.h"
#include "views/thread_rows.h"

/*
 * `frontdesk report NAME`: pages of plain text, 80 columns and form feeds, for a printer when the
 * screen is gone. From the property, or from the snapshot where it is out of reach; the head of
 * each page says which. No documents, no cards.
 */

enum {
    PAGE_LINES = 60,
    LINE_CELLS = 80,
    SLIPS = 24
};

struct report {
    struct app *app;
    const char *title;
    struct buffer text;
    int line; /* on this page, from 0 */
    int page;
};

static void
head(struct report *report)
{
    const struct configuration *house = store_configuration(desk_store(report->app->desk));
    struct instant snapshot = desk_snapshot_time(report->app->desk);
    struct wall_time wall =
        zone_wall_time(instant_is_set(snapshot) ? snapshot : desk_now(report->app->desk));

    if (report->page)
        buffer_add_char(&report->text, '\f');
    buffer_print(&report->text, _("%s  %s  as of %02d.%02d.%d %02d:%02d  page %d\n\n"),
                 house ? house->name : "", report->title, wall.day, wall.month, wall.year,
                 wall.hour, wall.minute, ++report->page);
    report->line = 2;
}

/* A line, cut to the page's width in cells. */
static void put(struct report *report, const char *format, ...) PRINTF_LIKE(2, 3);

static void
put(struct report *report, const char *format, ...)
{
    char line[1024];
    char fitted[LINE_CELLS * 8];
    va_list args;

    if (!report->page || report->line >= PAGE_LINES)
        head(report);
    va_start(args, format);
    vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    (void)text_fit(line, LINE_CELLS, fitted, sizeof(fitted));
    buffer_add_text(&report->text, fitted);
    buffer_add_char(&report->text, '\n');
    report->line++;
}

/* A text in exactly so many cells. */
static const char *
cells(const char *text, int width, char *out, size_t size)
{
    int used = text_fit(text, width, out, size);
    size_t length = strlen(out);

    while (used++ < width && length + 1 < size)
        out[length++] = ' ';
    out[length] = '\0';
    return out;
}

static const char *
balance_text(const struct report *report, struct uuid account, char text[MONEY_TEXT_SIZE])
{
    struct balance balance = account_balance(report->app->desk, account);

    return balance.is_known ? money_text(balance.amount, text) : "?";
}

/* The stays of a list, in its own order, for each of which `line` puts one. */
static void
each_stay(struct report *report, enum stay_list list,
          void (*line)(struct report *report, const struct reservation *stay))
{
    struct stay_rows rows;

    stay_rows_init(&rows, report->app, list);
    stay_rows_refresh(&rows);
    for (size_t i = 0; i < rows.count; i++)
        line(report, rows.rows[i].stay);
    stay_rows_clear(&rows);
}

/* Rooms */

static int
compare_rooms(const void *left, const void *right)
{
    const struct resource *a = *(const struct resource *const *)left;
    const struct resource *b = *(const struct resource *const *)right;

    return fold_compare_natural(a->name, b->name);
}

static const struct resource **
sorted_rooms(const struct report *report, size_t *count)
{
    struct store_rows all = store_all(desk_store(report->app->desk), RECORD_resource);
    const struct resource **rooms = memory_resize(NULL, all.count, sizeof(*rooms));

    *count = 0;
    for (size_t i = 0; i < all.count; i++) {
        const struct resource *room = all.rows[i];

        if (room->is_active && room_category(report->app->desk, room->id))
            rooms[(*count)++] = room;
    }
    qsort(rooms, *count, sizeof(*rooms), compare_rooms);
    return rooms;
}

static const struct reservation *
stay_in_house(const struct report *report, struct uuid room)
{
    struct store_rows rows =
        store_by(desk_store(report->app->desk), STORE_RESERVATIONS_OF_RESOURCE, room);

    for (size_t i = 0; i < rows.count; i++)
        if (((const struct reservation *)rows.rows[i])->state == RESERVATION_STARTED)
            return rows.rows[i];
    return NULL;
}

static void
rooms_section(struct report *report)
{
    size_t count;
    const struct resource **rooms = sorted_rooms(report, &count);

    for (size_t i = 0; i < count; i++) {
        const struct reservation *stay = stay_in_house(report, rooms[i]->id);
        char guest[256] = "";
        char name[200];
        char until[DAY_TEXT_SIZE] = "";
        char money[MONEY_TEXT_SIZE] = "";

        if (stay) {
            facts_guest(report->app, stay, guest, sizeof(guest));
            day_text(stay_departure(stay), until);
        }
        put(report, "%-6s %c  %s  %-10s  %s", rooms[i]->name, room_state_letter(rooms[i]->state),
            cells(guest, 30, name, sizeof(name)), until,
            stay ? balance_text(report, stay->account_id, money) : _("vacant"));
    }
    free(rooms);
}

static void
vacant_section(struct report *report)
{
    size_t count;
    const struct resource **rooms = sorted_rooms(report, &count);

    for (size_t i = 0; i < count; i++)
        if (rooms[i]->state == RESOURCE_INSPECTED
            && room_use(report->app->desk, rooms[i]->id) == ROOM_VACANT)
            put(report, "%-6s %s", rooms[i]->name,
                room_category(report->app->desk, rooms[i]->id)->name);
    free(rooms);
}

static void
blocks_section(struct report *report)
{
    struct store_rows rows = store_all(desk_store(report->app->desk), RECORD_resource_block);

    for (size_t i = 0; i < rows.count; i++) {
        const struct resource_block *block = rows.rows[i];
        const struct resource *room =
            store_resource_of(desk_store(report->app->desk), block->resource_id);
        char from[DAY_TEXT_SIZE];
        char to[DAY_TEXT_SIZE];

        if (block->is_active && room && block->end_utc.ms > desk_now(report->app->desk).ms)
            put(report, "%-6s %-12s %s to %s  %s", room->name,
                resource_block_type_name(block->type), day_text(day_of(block->start_utc), from),
                day_text(day_of(block->end_utc), to), block->name);
    }
}

/* Guests */

static void
arrival_line(struct report *report, const struct reservation *stay)
{
    const struct resource *room = stay_room(report->app->desk, stay);
    const struct resource_category *category = stay_category(report->app->desk, stay);
    struct persons persons = stay_persons(report->app->desk, stay);
    struct store_rows notes =
        store_by(desk_store(report->app->desk), STORE_NOTES_OF_RESERVATION, stay->id);
    char guest[256];
    char name[200];
    char money[MONEY_TEXT_SIZE];

    put(report, "%-6s %c %s %-8s %d+%d %2d  %s", room ? room->name : "-",
        room ? room_state_letter(room->state) : ' ',
        cells(facts_guest(report->app, stay, guest, sizeof(guest)), 26, name, sizeof(name)),
        category ? category->short_name : "", persons.adults, persons.children, stay_nights(stay),
        balance_text(report, stay->account_id, money));
    for (size_t i = 0; i < notes.count; i++)
        put(report, "         * %s", ((const struct note *)notes.rows[i])->text);
}

static void
departure_line(struct report *report, const struct reservation *stay)
{
    const struct resource *room = stay_room(report->app->desk, stay);
    char guest[256];
    char name[200];
    char money[MONEY_TEXT_SIZE];

    put(report, "%-6s %s %s", room ? room->name : "-",
        cells(facts_guest(report->app, stay, guest, sizeof(guest)), 36, name, sizeof(name)),
        balance_text(report, stay->account_id, money));
}

static void
arrivals_section(struct report *report)
{
    each_stay(report, STAYS_ARRIVALS, arrival_line);
}

static void
departures_section(struct report *report)
{
    each_stay(report, STAYS_DEPARTURES, departure_line);
}

static void
owing_line(struct report *report, const struct reservation *stay)
{
    if (decimal_sign(account_balance(report->app->desk, stay->account_id).amount.amount) > 0)
        departure_line(report, stay);
}

static void
balances_section(struct report *report)
{
    each_stay(report, STAYS_IN_HOUSE, owing_line);
}

static void
guests_section(struct report *report)
{
    struct stay_rows rows;

    stay_rows_init(&rows, report->app, STAYS_IN_HOUSE);
    rows.sort = STAY_COLUMN_guest;
    stay_rows_refresh(&rows);
    for (size_t i = 0; i < rows.count; i++) {
        const struct resource *room = stay_room(report->app->desk, rows.rows[i].stay);
        char guest[256];
        char name[200];

        put(report, "%s %s",
            cells(facts_guest(report->app, rows.rows[i].stay, guest, sizeof(guest)), 44, name,
                  sizeof(name)),
            room ? room->name : "-");
    }
    stay_rows_clear(&rows);
}

static void
messages_section(struct report *report)
{
    struct thread_rows rows = {.app = report->app};

    thread_rows_refresh(&rows);
    for (size_t i = 0; i < rows.count; i++) {
        char guest[200];

        if (rows.rows[i].is_unanswered)
            put(report, "%-6s %s %s", rows.rows[i].room,
                cells(rows.rows[i].guest, 24, guest, sizeof(guest)), rows.rows[i].last->text);
    }
    thread_rows_clear(&rows);
}

/* Numbered slips to write on, and to enter when the property is back. */
static void
slips_section(struct report *report)
{
    for (int i = 1; i <= SLIPS; i++) {
        put(report, _("%02d  Room ______  Guest ____________________  [ ] in [ ] out  Time _____"),
            i);
        put(report,
            _("    Charge / payment ________________________  Amount __________  Cash [ ]"));
    }
}

/* As far as it can be read, else as it was last known. */
static void
shift_section(struct report *report)
{
    struct app *app = report->app;
    struct shift_rows rows = {0};
    struct count_sheet sheet = {0};
    struct buffer text = {0};
    struct error err;

    if (!shift_rows_read(&rows, app, NULL, &err)) {
        fprintf(stderr, "frontdesk: %s\n", err.text);
        shift_rows_clear(&rows);
        if (!shift_rows_init(&rows, app, NULL, &err))
            return;
        shift_rows_refresh(&rows);
    }
    handover_text(&rows, &sheet, &text);
    for (const char *line = buffer_text(&text); *line; line += strcspn(line, "\n") + 1)
        put(report, "%.*s", (int)strcspn(line, "\n"), line);
    buffer_clear(&text);
    shift_rows_clear(&rows);
}

struct section {
    const char *title; /* N_() */
    void (*put)(struct report *report);
};

static const struct section downtime_sections[] = {
    {N_("A  Rooms"), rooms_section},
    {N_("B  Guests in house"), guests_section},
    {N_("C  Arrivals"), arrivals_section},
    {N_("D  Departures"), departures_section},
    {N_("E  Vacant and inspected"), vacant_section},
    {N_("F  Blocks"), blocks_section},
    {N_("G  Balances"), balances_section},
    {N_("H  Messages to answer"), messages_section},
    {N_("I  Slips"), slips_section},
};

static const struct section shift_sections[] = {{N_("Shift"), shift_section}};
static const struct section arrivals_sections[] = {{N_("Arrivals"), arrivals_section}};
static const struct section departures_sections[] = {{N_("Departures"), departures_section}};

static const struct {
    const char *name;
    const char *title; /* N_() */
    const struct section *sections;
    size_t count;
} reports[] = {
    {"downtime", N_("Downtime report"), downtime_sections, countof(downtime_sections)},
    {"arrivals", N_("Arrivals"), arrivals_sections, countof(arrivals_sections)},
    {"departures", N_("Departures"), departures_sections, countof(departures_sections)},
    {"shift", N_("Shift"), shift_sections, countof(shift_sections)},
};

static bool
write_report(struct app *app, size_t which, struct error *err)
{
    struct report report = {.app = app, .title = _(reports[which].title)};
    bool ok;

    for (size_t i = 0; i < reports[which].count; i++) {
        if (report.line + 4 > PAGE_LINES)
            report.line = PAGE_LINES;
        put(&report, "%s", _(reports[which].sections[i].title));
        put(&report, "%s", "");
        reports[which].sections[i].put(&report);
        put(&report, "%s", "");
    }
    ok = output_write(stdout, buffer_text(&report.text), report.text.length, err);
    buffer_clear(&report.text);
    return ok;
}

static void
serve_desk(void *context)
{
    desk_serve(((struct app *)context)->desk);
}

static int
fail(const struct error *err)
{
    fprintf(stderr, "frontdesk: %s\n", err->text);
    return error_exit_code(err->kind);
}

/* Reads the day; where it can't be had, the snapshot stands in, if there is one. */
static bool
read_day(struct app *app, struct error *err)
{
    unsigned parts = 1u << DESK_ROOMS | 1u << DESK_STAYS;
    unsigned wanted =
        1u << DESK_BALANCES | 1u << DESK_WINDOW | 1u << DESK_DETAILS | 1u << DESK_THREADS;

    loop_watch(app->loop, desk_fd(app->desk), serve_desk, app);
    desk_start(app->desk);
    if (app_wait_parts(app, parts, wanted, err))
        return true;
    if (app->ended_by || !instant_is_set(desk_snapshot_time(app->desk)))
        return false;
    fprintf(stderr, "frontdesk: %s Printing what was last known.\n", err->text);
    return true;
}

int
report_main(const struct options *options)
{
    const char *name = options->word_count == 1 ? options->words[0] : "";
    struct session session;
    struct error err = {0};
    size_t which = 0;
    int code = 0;

    while (which < countof(reports) && strcmp(reports[which].name, name) != 0)
        which++;
    if (which == countof(reports)) {
        error_set(&err, ERROR_USAGE,
                  "report wants a name: downtime, arrivals, departures or shift.");
        return fail(&err);
    }
    if (!session_open_plain(&session, options, &err))
        return fail(&err);
    if (!read_day(&session.app, &err))
        code = session.app.ended_by ? 128 + session.app.ended_by : fail(&err);
    else if (!write_report(&session.app, which, &err))
        code = err.kind == ERROR_CANCELED ? 128 + SIGPIPE : fail(&err);
    session_close(&session);
    return code;
}
