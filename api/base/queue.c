#include "api/base/queue.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "api/base/memory.h"

/*
 * The descriptor's counter is not zero exactly while there are items: both change under the lock.
 */

struct queue_item {
    struct queue_item *next;
    void *item;
};

struct queue {
    pthread_mutex_t lock;
    struct queue_item *first;
    struct queue_item **last;
    int fd;
};

struct queue *
queue_new(void)
{
    int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    struct queue *queue;

    if (fd < 0)
        return NULL;
    queue = memory_new(sizeof(*queue));
    pthread_mutex_init(&queue->lock, NULL);
    queue->last = &queue->first;
    queue->fd = fd;
    return queue;
}

void
queue_free(struct queue *queue, void (*dispose)(void *item))
{
    void *item;

    if (!queue)
        return;
    while ((item = queue_take(queue)))
        if (dispose)
            dispose(item);
    close(queue->fd);
    pthread_mutex_destroy(&queue->lock);
    free(queue);
}

void
queue_put(struct queue *queue, void *item)
{
    struct queue_item *link = memory_new(sizeof(*link));
    bool was_empty;
    uint64_t one = 1;

    link->item = item;
    pthread_mutex_lock(&queue->lock);
    was_empty = !queue->first;
    *queue->last = link;
    queue->last = &link->next;
    if (was_empty && write(queue->fd, &one, sizeof(one)) < 0)
        abort(); // an eventfd of ours takes a 1 unless it is full
    pthread_mutex_unlock(&queue->lock);
}

void *
queue_take(struct queue *queue)
{
    struct queue_item *link;
    void *item = NULL;
    uint64_t count;

    pthread_mutex_lock(&queue->lock);
    link = queue->first;
    if (link) {
        queue->first = link->next;
        item = link->item;
        if (!queue->first) {
            queue->last = &queue->first;
            if (read(queue->fd, &count, sizeof(count)) < 0)
                abort(); // it was written when the first item came
        }
    }
    pthread_mutex_unlock(&queue->lock);
    free(link);
    return item;
}

int
queue_fd(const struct queue *queue)
{
    return queue->fd;
}
