#include "api/server/demo_talk.h"

#include <string.h>

#include "api/server/demo_guests.h"
#include "api/server/demo_people.h"

enum {
    LINES = 6,
    CHATS = 20,
    LONG_THREADS = 2, /* the first ones */
    THREADS_LEAST = 4,
    THREAD_GUESTS = 8, /* rooms in the house for each thread */
    UNANSWERED_PER_MILLE = 400,
    MINUTE_MS = 60000,
};

struct talk {
    const char *language; /* "": everybody's */
    const char *subject;
    const char *lines[LINES]; /* guest and desk in turn */
};

static const struct talk talks[] = {
#define TALK(language, subject, a, b, c, d, e, f) {language, subject, {a, b, c, d, e, f}},
#include "api/server/demo_talk.def"
#undef TALK
};

static const char *const chats[2 * CHATS] = {
#define CHAT(guest, desk) guest, desk,
#include "api/server/demo_talk.def"
#undef CHAT
};

/* Whose alphabet is another: threads that there must be. */
static const char *const other_scripts[] = {"ja-JP", "uk-UA"};

/* A thread before it is written. */
struct thread {
    struct uuid id;
    uint64_t key;
    int32_t guest;
    const char *subject;
    const char *const *lines;
    int count;
    struct instant last; /* when the last message was sent */
};

static const struct talk *
talk_in(const char *language)
{
    for (size_t i = 0; i < countof(talks); i++)
        if (strcmp(talks[i].language, language) == 0)
            return &talks[i];
    return NULL;
}

/* In the guest's language where there is something, else in English. */
static const struct talk *
draw_talk(const struct demo_hotel *hotel, uint64_t key, int32_t guest)
{
    size_t first = demo_below(key, SALT_TOPIC, countof(talks));
    struct demo_person person;

    demo_person_describe(hotel, guest, &person);
    for (size_t i = 0; i < countof(talks); i++) {
        const struct talk *talk = &talks[(first + i) % countof(talks)];

        if (!talk->language[0] || strcmp(talk->language, person.language) == 0)
            return talk;
    }
    return &talks[0];
}

static int32_t
special_guest(const char *language)
{
    for (int32_t i = 0; i < DEMO_SPECIAL_COUNT; i++)
        if (strcmp(demo_specials[i].language, language) == 0)
            return i; // they are the first guests, in this order
    return 0;
}

/* Minutes between one message and the one before. */
static int
pause_before(uint64_t key, int message)
{
    return demo_between(demo_mix(key, (uint64_t)message), SALT_START, 2, 70);
}

static void
emit_messages(struct demo_hotel *hotel, const struct thread *thread, struct instant first)
{
    struct instant at = first;

    for (int i = 0; i < thread->count; i++) {
        json_t *message = entity_new(demo_id_of(thread->key, DEMO_MESSAGE, (uint64_t)i));
        json_t *sender = json_object();

        if (i)
            at = instant_add_ms(at, (int64_t)pause_before(thread->key, i) * MINUTE_MS);
        entity_uuid(message, "MessageThreadId", thread->id);
        entity_text(message, "Text", thread->lines[i]);
        entity_text(sender, "Discriminator", i % 2 ? "Enterprise" : "Application");
        entity_put(sender, "Value", json_null());
        entity_put(message, "Sender", sender);
        entity_time(message, "CreatedUtc", at);
        entity_emit(&hotel->sink, "Message", message);
    }
}

static void
emit_thread(struct demo_hotel *hotel, const struct thread *thread)
{
    json_t *entity = entity_new(thread->id);
    struct instant first = thread->last;
    char uuid[UUID_TEXT_SIZE];

    for (int i = 1; i < thread->count; i++)
        first = instant_add_ms(first, -(int64_t)pause_before(thread->key, i) * MINUTE_MS);
    entity_text(entity, "OriginalSender",
                uuid_text(demo_id(hotel, DEMO_GUEST, (uint64_t)thread->guest), uuid));
    entity_text(entity, "Subject", thread->subject);
    entity_times(entity, first, thread->last);
    entity_bool(entity, "IsResolved", thread->count % 2 == 0);
    entity_emit(&hotel->sink, "MessageThread", entity);
    emit_messages(hotel, thread, first);
}

/* Guest lines come first, so an odd number of lines leaves the guest without an answer. */
static int
draw_count(uint64_t key)
{
    if (demo_chance(key, SALT_RESOLVED, UNANSWERED_PER_MILLE))
        return 3 + 2 * (int)demo_below(key, SALT_COUNT, 2);
    return 2 + 2 * (int)demo_below(key, SALT_COUNT, 3);
}

static void
write_thread(struct demo_hotel *hotel, uint64_t number, int32_t guest)
{
    uint64_t key = demo_hash(hotel->config.seed, DEMO_THREAD, number);
    bool is_long = number < LONG_THREADS;
    uint64_t script = number - LONG_THREADS;
    const struct talk *talk;
    int age;
    struct thread thread = {.id = demo_id(hotel, DEMO_THREAD, number), .key = key};

    if (!is_long && script < countof(other_scripts))
        guest = special_guest(other_scripts[script]);
    talk = !is_long && script < countof(other_scripts) ? talk_in(other_scripts[script])
                                                       : draw_talk(hotel, key, guest);
    thread.guest = guest;
    thread.subject = is_long ? "Our stay" : talk->subject;
    thread.lines = is_long ? chats : talk->lines;
    thread.count = is_long ? 2 * CHATS : draw_count(key);
    // unanswered ones are of the last hours, the others of the last days
    age = thread.count % 2 ? demo_between(key, SALT_END, 4, 300)
                           : demo_between(key, SALT_END, 20, 3 * 24 * 60);
    thread.last = instant_add_ms(hotel->config.now, -(int64_t)age * MINUTE_MS);
    emit_thread(hotel, &thread);
}

static bool
may_write(const struct demo_hotel *hotel, const struct demo_stay *stay)
{
    return stay->state == RESERVATION_STARTED
           || (stay->state == RESERVATION_CONFIRMED && stay->first_day >= hotel->today
               && stay->first_day <= hotel->today + 1);
}

void
demo_talk_emit(struct demo_hotel *hotel)
{
    uint64_t in_house = 0;
    uint64_t writers = 0;
    uint64_t count;
    uint64_t next = 0;

    for (size_t i = 0; i < hotel->stay_count; i++) {
        in_house += hotel->stays[i].state == RESERVATION_STARTED;
        writers += may_write(hotel, &hotel->stays[i]);
    }
    count = in_house / THREAD_GUESTS > THREADS_LEAST ? in_house / THREAD_GUESTS : THREADS_LEAST;
    for (size_t i = 0, seen = 0; i < hotel->stay_count && next < count; i++) {
        if (!may_write(hotel, &hotel->stays[i]))
            continue;
        if (seen++ * count / writers >= next) // spread over the house
            write_thread(hotel, next++, hotel->stays[i].owner);
    }
}
