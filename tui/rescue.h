/*
 * The terminal's last rescue: gives it back as it was on a crash, an exit that nobody planned, or
 * when memory is out.
 */
#pragma once

#include <stddef.h>
#include <termios.h>

enum {
    RESCUE_BYTES = 256
};

/*
 * From now on rescue_now(), exit() and fatal signals write these bytes to `fd` and set its modes
 * back. Replaces what was armed.
 */
void rescue_arm(int fd, const struct termios *modes, const char *bytes, size_t length);
void rescue_disarm(void);

/* Once; later calls do nothing. Calls only what a signal handler may. */
void rescue_now(void);
