#include "tui/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

#include <curses.h>

#include "api/base/buffer.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "tui/drawing.h"
#include "tui/frame.h"
#include "tui/rescue.h"
#include "tui/terminfo.h"

/*
 * curses writes into a memory file, from which each frame goes to the terminal in one write. A
 * frame is begun only when the last one is out whole, so what curses believes to be on the screen
 * is what was sent, however slow the link is.
 */

enum {
    ROWS_MAX = 500,
    COLUMNS_MAX = 1000,
    CLOSE_WAIT_MS = 300 /* for the rest of a frame when the terminal is given back */
};

struct terminal {
    char *term;
    int fd;
    bool is_gone;
    bool keep_flow_control;
    bool has_colors;
    bool wants_bell;
    struct termios modes; /* as they were before */
    int frame_fd;         /* the memory file */
    FILE *frame_out;
    FILE *frame_in;
    SCREEN *curses;
    struct buffer frame; /* as curses wrote it */
    struct frame_state frame_state;
    bool may_squeeze;
    int rows;
    int columns;
    struct buffer unsent;
    size_t sent; /* of `unsent` */
};

/* A terminal's string without its delays, which belong to teletypes. */
static void
add_string(struct buffer *buffer, const char *string)
{
    while (*string) {
        const char *end = string[0] == '$' && string[1] == '<' ? strchr(string, '>') : NULL;

        if (end)
            string = end + 1;
        else
            buffer_add_char(buffer, *string++);
    }
}

static void
add_capability(struct buffer *buffer, const char *name)
{
    add_string(buffer, terminfo_string(name));
}

/* Whether it understands ECMA-48, where unknown private modes are ignored. */
static bool
is_ansi(void)
{
    return strncmp(terminfo_string("cup"), "\033[", 2) == 0;
}

static void
add_enter(const struct terminal *terminal, struct buffer *bytes)
{
    add_capability(bytes, "smcup");
    add_capability(bytes, "enacs");
    add_capability(bytes, "sgr0");
    add_capability(bytes, "rmir");
    add_capability(bytes, "smam");
    if (terminal->has_colors)
        add_capability(bytes, "op");
    add_string(bytes, terminfo_scroll_region(terminal->rows));
    add_capability(bytes, "smkx");
    if (is_ansi())
        buffer_add_text(bytes, "\033[?2004h");
}

/* Without a second screen ours is wiped: what is on it is not for whoever comes next. */
static void
add_leave(const struct terminal *terminal, struct buffer *bytes)
{
    if (is_ansi())
        buffer_add_text(bytes, "\033[?2004l");
    add_string(bytes, terminfo_scroll_region(terminal->rows));
    add_capability(bytes, "sgr0");
    if (terminal->has_colors)
        add_capability(bytes, "op");
    add_capability(bytes, "cnorm");
    add_capability(bytes, "clear");
    add_capability(bytes, "rmcup");
    add_capability(bytes, "rmkx");
    buffer_add_char(bytes, '\r');
}

static void
arm(struct terminal *terminal)
{
    struct buffer bytes = {0};

    add_leave(terminal, &bytes);
    rescue_arm(terminal->fd, &terminal->modes, buffer_text(&bytes), bytes.length);
    buffer_clear(&bytes);
}

static bool
set_modes(const struct terminal *terminal)
{
    struct termios raw = terminal->modes;

    raw.c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL);
    if (!terminal->keep_flow_control)
        raw.c_iflag &= ~(tcflag_t)(IXON | IXOFF);
    raw.c_oflag &= ~(tcflag_t)OPOST;
    raw.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    raw.c_cflag = (raw.c_cflag & ~(tcflag_t)(CSIZE | PARENB)) | CS8;
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    while (tcsetattr(terminal->fd, TCSANOW, &raw) < 0)
        if (errno != EINTR)
            return false;
    return true;
}

static bool
read_size(const struct terminal *terminal, int *rows, int *columns)
{
    struct winsize size;

    if (ioctl(terminal->fd, TIOCGWINSZ, &size) < 0 || !size.ws_row || !size.ws_col)
        return false;
    *rows = size.ws_row < ROWS_MAX ? size.ws_row : ROWS_MAX;
    *columns = size.ws_col < COLUMNS_MAX ? size.ws_col : COLUMNS_MAX;
    return true;
}

bool
terminal_check_type(const char *term, struct error *err)
{
    if (!term || !*term)
        return error_set(err, ERROR_USAGE,
                         _("TERM is not set: set it to the type of this terminal, for example "
                           "TERM=xterm-256color."));
    switch (terminfo_find(term)) {
    case TERMINFO_UNKNOWN:
        return error_set(err, ERROR_USAGE,
                         _("TERM is %s, which is not in the terminal database: set it to a known "
                           "type, for example TERM=xterm."),
                         term);
    case TERMINFO_PLAIN:
        return error_set(err, ERROR_USAGE,
                         _("TERM is %s, a terminal whose cursor can't be moved: set it to the real "
                           "type, for example TERM=xterm."),
                         term);
    case TERMINFO_USABLE:
        break;
    }
    return true;
}

/* A terminal that serves: it is one, it is known, and its cursor can be put anywhere. */
static bool
check_terminal(const char *term, struct error *err)
{
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return error_set(err, ERROR_USAGE,
                         _("Standard %s is no terminal: start the screen in a terminal, or use "
                           "`frontdesk run` without one."),
                         isatty(STDIN_FILENO) ? "output" : "input");
    return terminal_check_type(term, err);
}

static int
open_own(struct error *err)
{
    const char *name = ttyname(STDIN_FILENO);
    int flags = O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    int fd = name ? open(name, flags) : -1;

    if (fd < 0) // another user's, after su
        fd = open("/dev/tty", flags);
    if (fd < 0)
        error_set(err, ERROR_USAGE, _("Cannot open the terminal %s: %s."), name ? name : "/dev/tty",
                  strerror(errno));
    return fd;
}

/* What curses has written since the last time. */
static void
take_frame(struct terminal *terminal)
{
    off_t length = lseek(terminal->frame_fd, 0, SEEK_CUR);
    char bytes[8192];

    for (off_t at = 0; at < length;) {
        size_t wanted = length - at < (off_t)sizeof(bytes) ? (size_t)(length - at) : sizeof(bytes);
        ssize_t got = pread(terminal->frame_fd, bytes, wanted, at);

        if (got <= 0)
            break;
        buffer_add(&terminal->frame, bytes, (size_t)got);
        at += got;
    }
    lseek(terminal->frame_fd, 0, SEEK_SET);
}

/* Hands it on to be sent. */
static void
send_frame(struct terminal *terminal)
{
    struct buffer *frame = &terminal->frame;

    if (terminal->may_squeeze)
        frame_squeeze(&terminal->frame_state, frame, terminal->rows, &terminal->unsent);
    else
        buffer_add(&terminal->unsent, buffer_text(frame), frame->length);
    buffer_reset(frame);
}

/*
 * Curses takes signals that have their default, to exit(); and while it draws it would ignore
 * SIGTSTP, which drops one that is pending. What is taken already it leaves alone for ever.
 */
static SCREEN *
start_screen(const struct terminal *terminal)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
    struct sigaction taken = {.sa_handler = SIG_IGN};
    struct sigaction old[countof(signals)];
    SCREEN *screen;

    for (size_t i = 0; i < countof(signals); i++)
        sigaction(signals[i], &taken, &old[i]);
    screen = newterm(terminal->term, terminal->frame_out, terminal->frame_in);
    for (size_t i = 0; i < countof(signals); i++)
        sigaction(signals[i], &old[i], NULL);
    return screen;
}

static bool
start_curses(struct terminal *terminal, struct error *err)
{
    terminal->frame_fd = memfd_create("frame", MFD_CLOEXEC);
    terminal->frame_out = terminal->frame_fd < 0 ? NULL : fdopen(terminal->frame_fd, "w");
    terminal->frame_in = fopen("/dev/null", "re");
    if (terminal->frame_out && terminal->frame_in)
        terminal->curses = start_screen(terminal);
    if (!terminal->curses)
        return error_set(err, ERROR_USAGE, _("Cannot start the screen on TERM=%s: %s."),
                         terminal->term, strerror(errno));
    resize_term(terminal->rows, terminal->columns);
    typeahead(-1);
    nonl();
    idlok(stdscr, TRUE);
    refresh(); // curses' own preparations, which add_enter() makes
    take_frame(terminal);
    buffer_reset(&terminal->frame);
    terminal->may_squeeze = is_ansi() && strstr(terminfo_string("sgr0"), "\033[m");
    return true;
}

static void
prepare(struct terminal *terminal, const struct terminal_config *config)
{
    bool has_lines;

    terminal->keep_flow_control = config->keep_flow_control;
    terminal->has_colors = !config->no_color && has_colors();
    if (terminal->has_colors) {
        start_color();
        use_default_colors();
    }
    has_lines = !config->ascii_borders && (text_locale_is_utf8() || terminfo_has_lines());
    drawing_start(terminal->has_colors, has_lines ? BORDERS_LINES : BORDERS_ASCII);
}

static void
free_terminal(struct terminal *terminal)
{
    if (terminal->curses)
        delscreen(terminal->curses);
    if (terminal->frame_out)
        fclose(terminal->frame_out);
    else if (terminal->frame_fd >= 0)
        close(terminal->frame_fd);
    if (terminal->frame_in)
        fclose(terminal->frame_in);
    if (terminal->fd >= 0)
        close(terminal->fd);
    buffer_clear(&terminal->unsent);
    buffer_clear(&terminal->frame);
    free(terminal->term);
    free(terminal);
}

/* Waits for the link no longer than a person would. */
static void
send_all(struct terminal *terminal)
{
    struct pollfd link = {.fd = terminal->fd, .events = POLLOUT};

    while (terminal_flush(terminal) && terminal_is_writing(terminal))
        if (poll(&link, 1, CLOSE_WAIT_MS) <= 0)
            break;
}

static void
enter(struct terminal *terminal)
{
    arm(terminal);
    terminal->frame_state = (struct frame_state){0};
    add_enter(terminal, &terminal->unsent);
    send_all(terminal);
    terminal_redraw(terminal);
}

struct terminal *
terminal_open(const struct terminal_config *config, struct error *err)
{
    const char *term = config->term ? config->term : getenv("TERM");
    struct terminal *terminal;

    if (!check_terminal(term, err))
        return NULL;
    terminal = memory_new(sizeof(*terminal));
    terminal->term = memory_text(term);
    terminal->frame_fd = -1;
    terminal->rows = 24;
    terminal->columns = 80;
    terminal->fd = open_own(err);
    if (terminal->fd < 0)
        goto failed;
    (void)read_size(terminal, &terminal->rows, &terminal->columns); // else the old standard
    if (!start_curses(terminal, err))
        goto failed;
    prepare(terminal, config);
    if (tcgetattr(terminal->fd, &terminal->modes) < 0 || !set_modes(terminal)) {
        error_set(err, ERROR_USAGE, _("Cannot set up the terminal: %s."), strerror(errno));
        goto failed;
    }
    memory_on_exhausted(rescue_now);
    enter(terminal);
    return terminal;
failed:
    free_terminal(terminal);
    return NULL;
}

/* What is unsent is no use any more; but what was begun is ended, lest a sequence be torn. */
static void
leave(struct terminal *terminal)
{
    if (terminal->is_gone)
        rescue_disarm();
    else
        send_all(terminal);
    rescue_now();
    buffer_reset(&terminal->unsent);
    terminal->sent = 0;
}

void
terminal_close(struct terminal *terminal)
{
    if (!terminal)
        return;
    leave(terminal);
    drawing_stop();
    free_terminal(terminal);
}

void
terminal_restore_now(void)
{
    rescue_now();
}

void
terminal_suspend(struct terminal *terminal)
{
    leave(terminal);
}

void
terminal_resume(struct terminal *terminal)
{
    if (terminal->is_gone)
        return;
    if (!set_modes(terminal))
        terminal->is_gone = true;
    enter(terminal);
}

int
terminal_fd(const struct terminal *terminal)
{
    return terminal->is_gone ? -1 : terminal->fd;
}

bool
terminal_is_writing(const struct terminal *terminal)
{
    return !terminal->is_gone && terminal->sent < terminal->unsent.length;
}

static bool
is_passing(int error_number)
{
    return error_number == EAGAIN || error_number == EINTR;
}

int
terminal_read(struct terminal *terminal, char *bytes, size_t size)
{
    ssize_t got;

    if (terminal->is_gone)
        return -1;
    got = read(terminal->fd, bytes, size);
    if (got > 0)
        return (int)got;
    if (got < 0 && is_passing(errno))
        return 0;
    terminal->is_gone = true;
    return -1;
}

bool
terminal_flush(struct terminal *terminal)
{
    struct buffer *unsent = &terminal->unsent;

    if (terminal_is_writing(terminal)) {
        ssize_t written =
            write(terminal->fd, unsent->text + terminal->sent, unsent->length - terminal->sent);

        if (written > 0)
            terminal->sent += (size_t)written;
        else if (written < 0 && !is_passing(errno))
            terminal->is_gone = true;
    }
    if (!terminal_is_writing(terminal)) {
        buffer_reset(unsent);
        terminal->sent = 0;
    }
    return !terminal->is_gone;
}

bool
terminal_resize(struct terminal *terminal)
{
    int rows;
    int columns;

    if (terminal->is_gone || !read_size(terminal, &rows, &columns)
        || (rows == terminal->rows && columns == terminal->columns))
        return false;
    terminal->rows = rows;
    terminal->columns = columns;
    resize_term(rows, columns);
    arm(terminal);
    terminal_redraw(terminal);
    return true;
}

int
terminal_rows(const struct terminal *terminal)
{
    return terminal->rows;
}

int
terminal_columns(const struct terminal *terminal)
{
    return terminal->columns;
}

const char *
terminal_type(const struct terminal *terminal)
{
    return terminal->term;
}

bool
terminal_has_colors(const struct terminal *terminal)
{
    return terminal->has_colors;
}

bool
terminal_begin_frame(struct terminal *terminal)
{
    return !terminal->is_gone && !terminal_is_writing(terminal);
}

void
terminal_end_frame(struct terminal *terminal)
{
    drawing_place_cursor();
    refresh();
    take_frame(terminal);
    send_frame(terminal);
    if (terminal->wants_bell)
        add_capability(&terminal->unsent, "bel");
    terminal->wants_bell = false;
    terminal_flush(terminal); // a terminal that is gone shows in the next read
}

void
terminal_bell(struct terminal *terminal)
{
    terminal->wants_bell = true;
}

/* Keeps line feeds and form feeds; other controls could end the printing and reach the screen. */
static void
add_printable(struct buffer *buffer, const char *text)
{
    size_t length = strlen(text);
    char *clean = memory_new(3 * length + 1);
    size_t written = text_clean(text, length, clean);

    for (size_t i = 0; i < written; i++) {
        if (clean[i] == '\n')
            buffer_add_char(buffer, '\r');
        buffer_add_char(buffer, clean[i]);
    }
    free(clean);
}

void
terminal_print(struct terminal *terminal, const char *text)
{
    if (!terminal_has_printer())
        return;
    add_capability(&terminal->unsent, "mc5");
    add_printable(&terminal->unsent, text);
    buffer_add_char(&terminal->unsent, '\f');
    add_capability(&terminal->unsent, "mc4");
    terminal_flush(terminal); // as above
}

bool
terminal_has_printer(void)
{
    return *terminfo_string("mc5") != '\0';
}

void
terminal_redraw(struct terminal *terminal)
{
    (void)terminal;
    clearok(curscr, TRUE);
    drawing_forget();
}
