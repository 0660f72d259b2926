// Makes ThreadSanitizer see what it has no interceptors for. Preloaded into the test process, never linked.
//
//   clang -O1 -fPIC -shared -o .build-tsan/preload.so lint/tsan/preload.c -ldl
//   swift build --build-tests --sanitize=thread --scratch-path .build-tsan
//   LD_PRELOAD=$PWD/.build-tsan/preload.so swift test --skip-build --sanitize=thread --scratch-path .build-tsan
//
// 1. C11 threads: librdkafka is built on them. The threads that glibc's thrd_create makes are unknown to
//    ThreadSanitizer, and the first of its interceptors that runs in one ends the process (signal 11). Here they become
//    POSIX threads, mutexes and conditions, whose types glibc shares with them.
// 2. The slow paths of Synchronization.Mutex, which live in an uninstrumented library: the fast ones are compiled into
//    the caller and seen.
// 3. Dispatch's semaphores.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <threads.h>
#include <time.h>

extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));

static void acquire(void *address) {
    if (__tsan_acquire) __tsan_acquire(address);
}

static void release(void *address) {
    if (__tsan_release) __tsan_release(address);
}

// --- C11 threads ---

struct start {
    thrd_start_t body;
    void *argument;
};

static void *run(void *argument) {
    struct start start = *(struct start *)argument;
    free(argument);
    return (void *)(intptr_t)start.body(start.argument);
}

static int answer(int code) {
    switch (code) {
    case 0: return thrd_success;
    case ENOMEM: return thrd_nomem;
    case ETIMEDOUT: return thrd_timedout;
    case EBUSY: return thrd_busy;
    default: return thrd_error;
    }
}

int thrd_create(thrd_t *thread, thrd_start_t body, void *argument) {
    struct start *start = malloc(sizeof *start);
    if (!start) return thrd_nomem;
    *start = (struct start){body, argument};
    int code = pthread_create(thread, NULL, run, start);
    if (code) free(start);
    return code == EAGAIN ? thrd_nomem : answer(code);
}

int thrd_join(thrd_t thread, int *result) {
    void *value;
    int code = pthread_join(thread, &value);
    if (!code && result) *result = (int)(intptr_t)value;
    return answer(code);
}

int thrd_detach(thrd_t thread) { return answer(pthread_detach(thread)); }

int mtx_init(mtx_t *mutex, int type) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    if (type & mtx_recursive) pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
    int code = pthread_mutex_init((pthread_mutex_t *)mutex, &attributes);
    pthread_mutexattr_destroy(&attributes);
    return answer(code);
}

void mtx_destroy(mtx_t *mutex) { pthread_mutex_destroy((pthread_mutex_t *)mutex); }
int mtx_lock(mtx_t *mutex) { return answer(pthread_mutex_lock((pthread_mutex_t *)mutex)); }
int mtx_trylock(mtx_t *mutex) { return answer(pthread_mutex_trylock((pthread_mutex_t *)mutex)); }
int mtx_unlock(mtx_t *mutex) { return answer(pthread_mutex_unlock((pthread_mutex_t *)mutex)); }

int cnd_init(cnd_t *condition) { return answer(pthread_cond_init((pthread_cond_t *)condition, NULL)); }
void cnd_destroy(cnd_t *condition) { pthread_cond_destroy((pthread_cond_t *)condition); }
int cnd_signal(cnd_t *condition) { return answer(pthread_cond_signal((pthread_cond_t *)condition)); }
int cnd_broadcast(cnd_t *condition) { return answer(pthread_cond_broadcast((pthread_cond_t *)condition)); }

int cnd_wait(cnd_t *condition, mtx_t *mutex) {
    return answer(pthread_cond_wait((pthread_cond_t *)condition, (pthread_mutex_t *)mutex));
}

int cnd_timedwait(cnd_t *condition, mtx_t *mutex, const struct timespec *until) {
    return answer(pthread_cond_timedwait((pthread_cond_t *)condition, (pthread_mutex_t *)mutex, until));
}

// --- Synchronization.Mutex ---

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *self

static void *original(const char *name) {
    void *function = dlsym(RTLD_NEXT, name);
    // A Swift whose library has other names: better no run than one that proves nothing.
    if (!function) abort();
    return function;
}

SWIFT void lock_slow(uint32_t value, SELF) __asm__("$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");
SWIFT void lock_slow(uint32_t value, SELF) {
    static SWIFT void (*volatile next)(uint32_t, SELF);
    if (!next) next = original("$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");
    next(value, self);
    acquire(self);
}

SWIFT void unlock_slow(SELF) __asm__("$s15Synchronization12_MutexHandleV11_unlockSlowyyF");
SWIFT void unlock_slow(SELF) {
    static SWIFT void (*volatile next)(SELF);
    if (!next) next = original("$s15Synchronization12_MutexHandleV11_unlockSlowyyF");
    release(self);
    next(self);
}

// --- Dispatch ---

intptr_t dispatch_semaphore_signal(void *semaphore) {
    static intptr_t (*volatile next)(void *);
    if (!next) next = original("dispatch_semaphore_signal");
    release(semaphore);
    return next(semaphore);
}

intptr_t dispatch_semaphore_wait(void *semaphore, uint64_t until) {
    static intptr_t (*volatile next)(void *, uint64_t);
    if (!next) next = original("dispatch_semaphore_wait");
    intptr_t answer = next(semaphore, until);
    if (!answer) acquire(semaphore);
    return answer;
}
