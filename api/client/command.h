/* What the UI thread tells the worker. */
#pragma once

#include "api/client/client.h"

enum command_kind {
    COMMAND_SEND,
    COMMAND_HOLD,
    COMMAND_TAKE_BACK,
    COMMAND_CANCEL,
    COMMAND_POLL,
    COMMAND_REFRESH,
    COMMAND_LOAD,
    COMMAND_LOAD_JOURNAL,
    COMMAND_FORGET,
    COMMAND_REMEMBER,
    COMMAND_RESOLVE,
    COMMAND_PARK,
    COMMAND_UNPARK,
    COMMAND_CLOSE,
};

/* Only what its kind needs is set; what it owns goes with it. */
struct command {
    enum command_kind kind;
    struct command *next;         /* while the worker keeps it back */
    struct request *request;      /* SEND, HOLD; owned */
    uint64_t number;              /* SEND; CANCEL: the newest request that it concerns */
    const void *owner;            /* CANCEL */
    int slot;                     /* POLL */
    struct poll poll;             /* POLL; filter, a block, is owned */
    enum record_id *records;      /* LOAD; owned */
    size_t record_count;          /* LOAD */
    enum record_id record;        /* FORGET */
    struct uuid id;               /* FORGET */
    char *name;                   /* REMEMBER; TAKE_BACK: its mark; owned */
    char *text;                   /* REMEMBER: its value; RESOLVE: why; owned */
    int64_t entry;                /* RESOLVE; LOAD_JOURNAL: how many */
    enum journal_outcome outcome; /* RESOLVE */
};

MUST_USE struct command *command_new(enum command_kind kind);
void command_free(struct command *command);
