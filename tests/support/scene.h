/* A scene: a test stand and the screen that a test has on it. Failures end the test. */
#pragma once

#include "tests/support/stand.h"

struct scene {
    struct stand stand;
    struct vt *vt; /* NULL: none is open; closed with the scene */
};

/* For cmocka: `*state` is the scene, one at a time; `config` as of a stand. */
int scene_set_up(void **state, const char *config);
int scene_tear_down(void **state);
