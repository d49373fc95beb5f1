#include "api/server/demo_notes.h"

#include <stdio.h>
#include <string.h>

#include "api/base/buffer.h"
#include "api/server/demo_companies.h"
#include "api/server/demo_guests.h"
#include "api/server/demo_people.h"

enum {
    NOTED_PER_MILLE = 350,
    LOCAL_PER_MILLE = 100,
};

static const struct {
    const char *type, *text;
} notes[] = {
#define NOTE(type, text) {#type, text},
#include "api/server/demo_notes.def"
#undef NOTE
};

static const struct {
    const char *language, *text;
} local_notes[] = {
#define LOCAL_NOTE(language, text) {language, text},
#include "api/server/demo_notes.def"
#undef LOCAL_NOTE
};

/* Texts that a program must bear: an emoji, and a control character that it must strip. */
static const char *const trying_notes[] = {
    "Honeymoon \xf0\x9f\xa5\x82 please put the flowers into the room before they come.",
    "Wake-up call 06:30\a every day.",
};

static const char *const airlines[] = {"OK", "LH", "BA", "AF", "KL", "LO", "QS", "FR"};

static void
add_slot(struct buffer *text, const struct demo_hotel *hotel, const struct demo_stay *stay,
         const char *slot)
{
    uint64_t key = demo_mix(stay->key, SALT_NOTE_SLOT);
    char name[112];

    if (strncmp(slot, "{am}", 4) == 0 || strncmp(slot, "{pm}", 4) == 0)
        buffer_print(text, "%d:%02d",
                     demo_between(key, SALT_START, 0, 4) + (slot[1] == 'a' ? 6 : 17),
                     demo_between(key, SALT_END, 0, 3) * 15);
    else if (strncmp(slot, "{flight}", 8) == 0)
        buffer_print(text, "%s %d", airlines[demo_below(key, SALT_PLACE, countof(airlines))],
                     demo_between(key, SALT_TOKEN, 200, 999));
    else if (strncmp(slot, "{date}", 6) == 0) {
        int year;
        int month;
        int day;

        civil_from_days(stay->first_day
                            + (int32_t)demo_below(key, SALT_DEADLINE, (uint32_t)stay->nights),
                        &year, &month, &day);
        buffer_print(text, "%d.%d.", day, month);
    } else if (strncmp(slot, "{company}", 9) == 0)
        buffer_add_text(text, demo_company_name(hotel,
                                                stay->company == DEMO_NONE ? hotel->agency_count
                                                                           : stay->company,
                                                name, sizeof(name)));
    else if (strncmp(slot, "{po}", 4) == 0)
        buffer_print(text, "%d-%d", demo_between(key, SALT_NAME, 45, 47),
                     demo_between(key, SALT_PAID, 10000, 99999));
    else if (strncmp(slot, "{n}", 3) == 0)
        buffer_print(text, "%d", demo_between(key, SALT_COUNT, 2, 6));
    else { // {name}: another guest
        struct demo_person person;

        demo_person_describe(
            hotel, (int32_t)demo_below(key, SALT_OWNER, (uint32_t)hotel->far_guests), &person);
        buffer_print(text, "%s %s", person.first, person.last);
    }
}

static void
fill(struct buffer *text, const struct demo_hotel *hotel, const struct demo_stay *stay,
     const char *pattern)
{
    while (*pattern) {
        size_t plain = strcspn(pattern, "{");

        buffer_add(text, pattern, plain);
        pattern += plain;
        if (*pattern) {
            add_slot(text, hotel, stay, pattern);
            pattern += strcspn(pattern, "}") + 1;
        }
    }
}

/* A pattern in the owner's language, NULL where there is none. */
static const char *
local_pattern(const struct demo_hotel *hotel, const struct demo_stay *stay)
{
    size_t first = demo_below(stay->key, SALT_NOTE_LANGUAGE, countof(local_notes));
    struct demo_person person;

    if (!demo_chance(stay->key, SALT_NATIVE, LOCAL_PER_MILLE))
        return NULL;
    demo_person_describe(hotel, stay->owner, &person);
    for (size_t i = 0; i < countof(local_notes); i++) {
        size_t at = (first + i) % countof(local_notes);

        if (strcmp(local_notes[at].language, person.language) == 0)
            return local_notes[at].text;
    }
    return NULL;
}

static void
emit_note(struct demo_hotel *hotel, const struct demo_stay *stay, const char *type,
          const char *text)
{
    json_t *note = entity_new(demo_id_of(stay->key, DEMO_NOTE, 0));
    struct instant at = instant_add_ms(stay->created, 60000);

    entity_uuid(note, "OrderId", demo_uuid(stay->key));
    entity_text(note, "Text", text);
    entity_text(note, "Type", type);
    entity_times(note, at, at);
    entity_emit(&hotel->sink, "OrderNote", note);
}

static void
note_stay(struct demo_hotel *hotel, const struct demo_stay *stay)
{
    const char *pattern = local_pattern(hotel, stay);
    const char *type = "SpecialRequest";
    struct buffer text = {0};

    if (!pattern) {
        size_t row = demo_below(stay->key, SALT_TOPIC, countof(notes));

        pattern = notes[row].text;
        type = notes[row].type;
    }
    fill(&text, hotel, stay, pattern);
    emit_note(hotel, stay, type, buffer_text(&text));
    buffer_clear(&text);
}

void
demo_notes_emit(struct demo_hotel *hotel)
{
    size_t trying = 0;

    for (size_t i = 0; i < hotel->stay_count; i++) {
        const struct demo_stay *stay = &hotel->stays[i];

        if (!demo_stay_is_near(hotel, stay))
            continue;
        if (trying < countof(trying_notes) && stay->state == RESERVATION_STARTED)
            emit_note(hotel, stay, "General", trying_notes[trying++]);
        else if (demo_chance(stay->key, SALT_NOTE, NOTED_PER_MILLE))
            note_stay(hotel, stay);
    }
}
