// What of librdkafka and of threads Swift cannot import by itself; everything else comes from the two headers.
#pragma once
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <pthread.h>
#ifdef __linux__
// Declared here because glibc hides it unless _GNU_SOURCE is set before the first include.
extern int pthread_setname_np(pthread_t thread, const char *name);
#endif

// Names the calling thread for debuggers and top; Linux takes at most 15 bytes.
static inline void rescind_name_current_thread(const char *name) {
#ifdef __linux__
    (void)pthread_setname_np(pthread_self(), name);
#else
    (void)pthread_setname_np(name);
#endif
}
