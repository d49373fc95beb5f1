#include "tests/support/vt.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmp.h>

#include "api/base/buffer.h"
#include "api/base/instant.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "tests/support/test.h"

enum {
    DEADLINE_MS = 60000, /* sanitizers on a busy machine */
    QUIET_MS = 30,       /* without output: idle, if it sleeps all the while; Esc takes 25 ms */
    UNREAD_MS = 300,     /* a program that never reads takes no keys: not waited for longer */
    GRACE_MS = 500, /* for output of others that hold the terminal when the program has ended */
};

struct vt {
    VTerm *vterm;
    VTermScreen *screen;
    int master;
    int slave; /* ours, to ask how much input is unread; closed once the program has ended */
    pid_t pid;
    int pid_fd;
    int status; /* of waitpid(), once it has ended */
    bool has_ended;
    bool is_stalled; /* output is left unread */
    bool is_drained; /* all output of a program that has ended is read */
    bool is_alternate;
    bool is_cursor_visible;
    int bells;
    struct buffer output; /* since the mark */
    int bursts;
    int64_t typed_ms;       /* when something was last typed; 0 never */
    uint64_t typed_at_runs; /* how often the program had run by then */
    struct buffer text;     /* what vt_row() and vt_screen() gave */
};

/* The terminal */

static int
set_property(VTermProp property, VTermValue *value, void *context)
{
    struct vt *vt = context;

    if (property == VTERM_PROP_ALTSCREEN)
        vt->is_alternate = value->boolean;
    if (property == VTERM_PROP_CURSORVISIBLE)
        vt->is_cursor_visible = value->boolean;
    return 1;
}

static int
ring(void *context)
{
    ((struct vt *)context)->bells++;
    return 1;
}

/* How many bytes the program's side took; all, when nobody is there to take any. */
static size_t
send_some(struct vt *vt, const char *bytes, size_t length)
{
    ssize_t written = vt->master < 0 ? -1 : write(vt->master, bytes, length);

    if (written < 0)
        return vt->master >= 0 && (errno == EAGAIN || errno == EINTR) ? 0 : length;
    return (size_t)written;
}

/* What libvterm has for the program: keys, and answers to what it asked. All of it is short. */
static void
send_answer(const char *bytes, size_t length, void *context)
{
    check(send_some(context, bytes, length) == length, "the program takes no keys");
}

static void
make_screen(struct vt *vt, int rows, int columns)
{
    static const VTermScreenCallbacks callbacks = {.settermprop = set_property, .bell = ring};

    vt->vterm = vterm_new(rows, columns);
    vterm_set_utf8(vt->vterm, 1);
    vterm_output_set_callback(vt->vterm, send_answer, vt);
    vt->screen = vterm_obtain_screen(vt->vterm);
    vterm_screen_set_callbacks(vt->screen, &callbacks, vt);
    vterm_screen_enable_altscreen(vt->screen, 1);
    vterm_screen_reset(vt->screen, 1);
}

/* The program */

static bool
changes_the_screen(const char *entry)
{
    static const char *const names[] = {"COLUMNS=", "LINES=", "NO_COLOR=", "XDG_", "FRONTDESK_"};

    for (size_t i = 0; i < countof(names); i++)
        if (strncmp(entry, names[i], strlen(names[i])) == 0)
            return true;
    return false;
}

static void
set_environment(const struct vt_config *config)
{
    char **copy = NULL;
    size_t count = 0;
    size_t capacity = 0;

    for (char **entry = environ; *entry; entry++) {
        copy = memory_grow(copy, count, &capacity, sizeof(*copy));
        copy[count++] = *entry;
    }
    for (size_t i = 0; i < count; i++)
        if (changes_the_screen(copy[i]))
            unsetenv(strndup(copy[i], strcspn(copy[i], "=")));
    setenv("TERM", config->term ? config->term : "xterm-256color", 1);
    for (const char *const *entry = config->environment; entry && *entry; entry++)
        putenv(memory_text(*entry)); // without a `=` it takes the name away
}

/* In the child: becomes the program, or says why not. */
NORETURN static void
become_program(const struct vt_config *config, int slave)
{
    set_environment(config);
    if (login_tty(slave) == 0) {
        signal(SIGPIPE, SIG_DFL);
        execvp(config->argv[0], (char *const *)(uintptr_t)config->argv);
    }
    dprintf(STDERR_FILENO, "%s: %s\n", config->argv[0], strerror(errno));
    _exit(127);
}

struct vt *
vt_open(const struct vt_config *config)
{
    struct winsize size = {.ws_row = (unsigned short)(config->rows ? config->rows : 24),
                           .ws_col = (unsigned short)(config->columns ? config->columns : 80)};
    struct vt *vt = memory_new(sizeof(*vt));

    make_screen(vt, size.ws_row, size.ws_col);
    assert_int_equal(openpty(&vt->master, &vt->slave, NULL, NULL, &size), 0);
    assert_int_equal(fcntl(vt->master, F_SETFD, FD_CLOEXEC), 0);
    assert_int_equal(fcntl(vt->slave, F_SETFD, FD_CLOEXEC), 0);
    assert_int_equal(fcntl(vt->master, F_SETFL, O_NONBLOCK), 0);
    vt->pid = fork();
    assert_true(vt->pid >= 0);
    if (vt->pid == 0)
        become_program(config, vt->slave);
    vt->pid_fd = pidfd_open(vt->pid, 0);
    assert_true(vt->pid_fd >= 0);
    return vt;
}

static void
close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

void
vt_close(struct vt *vt)
{
    if (!vt)
        return;
    kill(-vt->pid, SIGKILL); // its process group, which it leads
    if (!vt->has_ended) {
        kill(vt->pid, SIGKILL);
        (void)waitpid(vt->pid, &vt->status, 0);
    }
    close_fd(&vt->master);
    close_fd(&vt->slave);
    close_fd(&vt->pid_fd);
    vterm_free(vt->vterm);
    buffer_clear(&vt->output);
    buffer_clear(&vt->text);
    free(vt);
}

void
vt_stall(struct vt *vt)
{
    vt->is_stalled = true;
}

void
vt_release(struct vt *vt)
{
    vt->is_stalled = false;
}

pid_t
vt_pid(const struct vt *vt)
{
    return vt->pid;
}

struct termios
vt_modes(const struct vt *vt)
{
    struct termios modes;

    assert_int_equal(tcgetattr(vt->master, &modes), 0); // Linux answers for the other end
    return modes;
}

/* Reads what is there: false when nothing was. */
static bool
read_output(struct vt *vt)
{
    char bytes[65536];
    ssize_t got = vt->master < 0 ? -1 : read(vt->master, bytes, sizeof(bytes));

    if (got > 0) {
        buffer_add(&vt->output, bytes, (size_t)got);
        vt->bursts++;
        vterm_input_write(vt->vterm, bytes, (size_t)got);
        return true;
    }
    if (vt->has_ended && (got == 0 || errno == EIO || vt->master < 0))
        vt->is_drained = true; // the last who held the terminal is gone
    return false;
}

/*
 * Waits at most so long for output or the program's end, and takes what came: false when nothing
 * did. When the program has ended our own hold on the terminal ends too, so that the end of its
 * output can be seen.
 */
static bool
pump(struct vt *vt, int timeout_ms)
{
    struct pollfd fds[] = {{.fd = vt->is_stalled ? -1 : vt->master, .events = POLLIN},
                           {.fd = vt->has_ended ? -1 : vt->pid_fd, .events = POLLIN}};
    bool any = false;

    if (poll(fds, countof(fds), timeout_ms) < 0 && errno != EINTR)
        fail_msg("poll: %s", strerror(errno));
    while (!vt->is_stalled && read_output(vt))
        any = true;
    if (!vt->has_ended && waitpid(vt->pid, &vt->status, WNOHANG) == vt->pid) {
        vt->has_ended = true;
        close_fd(&vt->slave);
        any = true;
    }
    return any;
}

bool
vt_until(struct vt *vt, vt_state_fn is, const void *context, int deadline_ms)
{
    int64_t deadline = monotonic_ms() + deadline_ms;
    int64_t ended = 0;

    (void)pump(vt, 0);
    for (;;) {
        int64_t now = monotonic_ms();

        if (is(vt, context))
            return true;
        ended = vt->has_ended && !ended ? now : ended;
        if (vt->is_drained || now >= deadline || (ended && now >= ended + GRACE_MS))
            return false;
        (void)pump(vt, QUIET_MS);
    }
}

/* Waiting */

void
vt_fail(struct vt *vt, const char *format, ...)
{
    va_list args;
    int rows;

    vterm_get_size(vt->vterm, &rows, NULL);
    va_start(args, format);
    vprint_error(format, args);
    va_end(args);
    print_error("\n");
    for (int row = 0; row < rows; row++)
        print_error("%3d |%s\n", row, vt_row(vt, row));
    if (vt->has_ended)
        print_error("The program has ended: status %x.\n", (unsigned)vt->status);
    fail();
    abort(); // fail() does not return
}

void
vt_wait_text(struct vt *vt, const char *text)
{
    if (!vt_until(vt, vt_has_text, text, DEADLINE_MS))
        vt_fail(vt, "\"%s\" never came on the screen.", text);
}

/* Rows joined: blanks, row ends and a card's edges between two words are one blank. */
static bool
has_words(struct vt *vt, const void *words)
{
    static const char edge[] = "│";
    struct buffer joined = {0};
    bool is_there;

    for (const char *at = vt_screen(vt); *at;) {
        bool is_edge = strncmp(at, edge, strlen(edge)) == 0;

        if (!is_edge && *at != ' ' && *at != '\n')
            buffer_add_char(&joined, *at);
        else if (joined.length && joined.text[joined.length - 1] != ' ')
            buffer_add_char(&joined, ' ');
        at += is_edge ? strlen(edge) : 1;
    }
    is_there = strstr(buffer_text(&joined), words);
    buffer_clear(&joined);
    return is_there;
}

void
vt_wait_words(struct vt *vt, const char *words)
{
    if (!vt_until(vt, has_words, words, DEADLINE_MS))
        vt_fail(vt, "\"%s\" never came on the screen.", words);
}

static bool
lacks_text(struct vt *vt, const void *text)
{
    return !vt_has_text(vt, text);
}

void
vt_wait_gone(struct vt *vt, const char *text)
{
    if (!vt_until(vt, lacks_text, text, DEADLINE_MS))
        vt_fail(vt, "\"%s\" stayed on the screen.", text);
}

/* A number of a line `name: number` of /proc/PID/status; -1 when there is none. */
static long
status_number(const char *status, const char *name)
{
    const char *line = strstr(status, name);

    return line ? strtol(line + strlen(name), NULL, 10) : -1;
}

/* Whether a thread sleeps or is stopped; adds how often it has run so far. */
static bool
is_asleep(pid_t pid, const char *thread, uint64_t *runs)
{
    char path[300];
    char status[4096];
    const char *state;
    ssize_t length;
    int fd;

    snprintf(path, sizeof(path), "/proc/%d/task/%s/status", (int)pid, thread);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return true; // it has ended meanwhile
    length = read(fd, status, sizeof(status) - 1);
    close(fd);
    status[length > 0 ? length : 0] = '\0';
    *runs += (uint64_t)status_number(status, "\nvoluntary_ctxt_switches:");
    *runs += (uint64_t)status_number(status, "\nnonvoluntary_ctxt_switches:");
    state = strstr(status, "\nState:\t");
    return state && strchr("STt", state[8]);
}

static bool
are_asleep(const struct vt *vt, uint64_t *runs)
{
    char path[100];
    DIR *threads;
    bool asleep = true;

    snprintf(path, sizeof(path), "/proc/%d/task", (int)vt->pid);
    *runs = 0;
    threads = opendir(path);
    if (!threads)
        return true;
    for (const struct dirent *entry; (entry = readdir(threads));)
        if (entry->d_name[0] != '.' && !is_asleep(vt->pid, entry->d_name, runs))
            asleep = false;
    closedir(threads);
    return asleep;
}

/* Whether what was typed has reached the program: it ran since then, and left nothing unread. */
static bool
has_taken_keys(const struct vt *vt, uint64_t runs)
{
    int unread = 0;

    if (!vt->typed_ms || monotonic_ms() - vt->typed_ms > UNREAD_MS)
        return true;
    return runs != vt->typed_at_runs && ioctl(vt->slave, FIONREAD, &unread) == 0 && unread == 0;
}

static bool
is_idle(struct vt *vt, const void *context)
{
    uint64_t before;
    uint64_t after;

    (void)context;
    if (vt->has_ended)
        return vt->is_drained;
    return are_asleep(vt, &before) && has_taken_keys(vt, before) && !pump(vt, QUIET_MS)
           && are_asleep(vt, &after) && before == after;
}

void
vt_wait_idle(struct vt *vt)
{
    if (!vt_until(vt, is_idle, NULL, DEADLINE_MS))
        vt_fail(vt, "The program never came to rest.");
}

static bool
is_over(struct vt *vt, const void *context)
{
    (void)context;
    return vt->is_drained;
}

int
vt_wait_exit(struct vt *vt)
{
    if (!vt_until(vt, is_over, NULL, DEADLINE_MS) && !vt->has_ended)
        vt_fail(vt, "The program did not end.");
    return WIFEXITED(vt->status) ? WEXITSTATUS(vt->status) : 128 + WTERMSIG(vt->status);
}

/* Keys */

static void
note_typing(struct vt *vt)
{
    vt->typed_ms = monotonic_ms();
    (void)are_asleep(vt, &vt->typed_at_runs);
}

void
vt_type(struct vt *vt, const char *keys)
{
    int64_t deadline = monotonic_ms() + DEADLINE_MS;
    size_t length = strlen(keys);

    note_typing(vt);
    while (length) {
        size_t sent = send_some(vt, keys, length);

        if (!sent && monotonic_ms() >= deadline)
            vt_fail(vt, "The program takes no keys.");
        if (!sent)
            (void)pump(vt, QUIET_MS); // it may wait for its output to be read
        keys += sent;
        length -= sent;
    }
}

void
vt_press(struct vt *vt, VTermKey key, VTermModifier modifier)
{
    note_typing(vt);
    vterm_keyboard_key(vt->vterm, key, modifier);
}

void
vt_resize(struct vt *vt, int rows, int columns)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};

    (void)pump(vt, 0); // what was written for the old size
    note_typing(vt);
    vterm_set_size(vt->vterm, rows, columns);
    assert_int_equal(ioctl(vt->master, TIOCSWINSZ, &size), 0);
}

void
vt_hang_up(struct vt *vt)
{
    (void)pump(vt, 0);
    close_fd(&vt->slave);
    close_fd(&vt->master);
}

/* The screen */

static void
add_cell(struct buffer *text, const VTermScreenCell *cell)
{
    char bytes[4];

    if (cell->chars[0] == (uint32_t)-1) // the right half of a wide one
        return;
    if (!cell->chars[0])
        buffer_add_char(text, ' ');
    for (size_t i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++)
        buffer_add(text, bytes, text_encode(cell->chars[i], bytes));
}

static void
trim(struct buffer *text, char c, size_t least)
{
    while (text->length > least && text->text[text->length - 1] == c)
        text->text[--text->length] = '\0';
}

static void
add_row(struct vt *vt, int row)
{
    size_t begin = vt->text.length;
    VTermScreenCell cell;
    int columns;

    vterm_get_size(vt->vterm, NULL, &columns);
    for (int column = 0; column < columns; column++)
        if (vterm_screen_get_cell(vt->screen, (VTermPos){row, column}, &cell))
            add_cell(&vt->text, &cell);
    trim(&vt->text, ' ', begin);
}

const char *
vt_row(struct vt *vt, int row)
{
    buffer_reset(&vt->text);
    add_row(vt, row);
    return buffer_text(&vt->text);
}

const char *
vt_screen(struct vt *vt)
{
    int rows;

    vterm_get_size(vt->vterm, &rows, NULL);
    buffer_reset(&vt->text);
    for (int row = 0; row < rows; row++) {
        add_row(vt, row);
        buffer_add_char(&vt->text, '\n');
    }
    trim(&vt->text, '\n', 0);
    buffer_add_char(&vt->text, '\n');
    return buffer_text(&vt->text);
}

bool
vt_has_text(struct vt *vt, const void *text)
{
    return strstr(vt_screen(vt), text);
}

static int
color_of(const VTermColor *color, uint8_t is_default)
{
    if (color->type & is_default)
        return VT_COLOR_DEFAULT;
    if (VTERM_COLOR_IS_INDEXED(color))
        return color->indexed.idx;
    return VT_COLOR_RGB | color->rgb.red << 16 | color->rgb.green << 8 | color->rgb.blue;
}

struct vt_cell
vt_cell(struct vt *vt, int row, int column)
{
    struct buffer text = {0};
    struct vt_cell result = {0};
    VTermScreenCell cell;

    if (!vterm_screen_get_cell(vt->screen, (VTermPos){row, column}, &cell))
        vt_fail(vt, "There is no cell at row %d, column %d.", row, column);
    add_cell(&text, &cell);
    (void)text_copy(result.text, sizeof(result.text), buffer_text(&text));
    buffer_clear(&text);
    result.width_cells = cell.width;
    result.bold = cell.attrs.bold;
    result.underline = cell.attrs.underline;
    result.reverse = cell.attrs.reverse;
    result.blink = cell.attrs.blink;
    result.foreground = color_of(&cell.fg, VTERM_COLOR_DEFAULT_FG);
    result.background = color_of(&cell.bg, VTERM_COLOR_DEFAULT_BG);
    return result;
}

struct vt_cursor
vt_cursor(struct vt *vt)
{
    VTermPos at;

    vterm_state_get_cursorpos(vterm_obtain_state(vt->vterm), &at);
    return (struct vt_cursor){at.row, at.col, vt->is_cursor_visible};
}

bool
vt_is_alternate(const struct vt *vt)
{
    return vt->is_alternate;
}

int
vt_bells(const struct vt *vt)
{
    return vt->bells;
}

void
vt_mark(struct vt *vt)
{
    buffer_reset(&vt->output);
    vt->bursts = 0;
}

const char *
vt_output(const struct vt *vt, size_t *length)
{
    *length = vt->output.length;
    return buffer_text(&vt->output);
}

int
vt_bursts(const struct vt *vt)
{
    return vt->bursts;
}
