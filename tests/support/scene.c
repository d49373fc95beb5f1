#include "tests/support/scene.h"

int
scene_set_up(void **state, const char *config)
{
    static struct scene scene;

    scene = (struct scene){0};
    stand_open(&scene.stand, config);
    *state = &scene;
    return 0;
}

int
scene_tear_down(void **state)
{
    struct scene *scene = *state;

    vt_close(scene->vt);
    stand_close(&scene->stand);
    return 0;
}
