#ifndef EMBEDDED_H
#define EMBEDDED_H

#include <stddef.h>

/// A file of the source tree, as it was when the binary was built.
struct embedded_file {
    /// Its name without a directory, such as `backup`.
    const char *_Nonnull name;
    const unsigned char *_Nonnull bytes;
    size_t count;
};

/// The programs and libraries for the server, every file of Sources/Compiler/Scripts in the order of the names' bytes.
const struct embedded_file *_Nonnull embedded_programs(size_t *_Nonnull count);

/// The JSON Schema of Compose files.
struct embedded_file embedded_compose_schema(void);

#endif
