// The floor: what the common job costs in C on libyaml's events, beside which `nagaya check` and `nagaya build` are
// measured. It reads the specs that Benchmarks/generate prints, checks the little that any generator would check,
// and writes six files for the whole machine.
//
//   floor SPEC [DIRECTORY]      without a directory it only checks
//
// Checked: the version; unknown, missing and repeated keys of the document, of an app and of a route; the type of
// every value it reads; port numbers, sizes, names and absolute paths; that no two apps publish one port, nor nginx
// or sshd; and that the memory of all apps fits into the machine. The values of other keys are only counted, as
// nodes. It stops at the first problem, and does none of Nagaya's proofs, read-backs or digests.
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <yaml.h>

enum { PORTS = 65536, TEXT = 128, KEYS = 32 };

struct app {
    char id[TEXT], directory[TEXT], image[TEXT], path[TEXT], to[TEXT], health[TEXT], cpus[TEXT];
    long port, user;
    uint64_t memory;
};

static yaml_parser_t parser;
static yaml_event_t event;
static const char *spec_name;

static uint64_t host_memory, reserved_memory, proxy_memory;
static char domain[TEXT], schedule[TEXT], backup_directory[TEXT];
static struct app *apps;
static size_t app_count, app_capacity, skipped_nodes;
static unsigned port_line[PORTS];

static _Noreturn void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s:%zu: ", spec_name, event.start_mark.line + 1);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

static void next(void) {
    yaml_event_delete(&event);
    if (!yaml_parser_parse(&parser, &event)) {
        fprintf(stderr, "%s:%zu: %s\n", spec_name, parser.problem_mark.line + 1, parser.problem);
        exit(1);
    }
    if (event.type == YAML_ALIAS_EVENT) fail("aliases are not read");
}

static void expect(yaml_event_type_t type, const char *noun) {
    if (event.type != type) fail("%s is expected here", noun);
}

static void skip_node(void) {
    int depth = 0;
    skipped_nodes++;
    do {
        if (event.type == YAML_MAPPING_START_EVENT || event.type == YAML_SEQUENCE_START_EVENT) depth++;
        if (event.type == YAML_MAPPING_END_EVENT || event.type == YAML_SEQUENCE_END_EVENT) depth--;
        next();
    } while (depth > 0);
}

// MARK: values

static void read_text(char *into) {
    expect(YAML_SCALAR_EVENT, "a text");
    if (event.data.scalar.length >= TEXT) fail("a text of %zu bytes is too long", event.data.scalar.length);
    memcpy(into, event.data.scalar.value, event.data.scalar.length + 1);
    next();
}

static void read_absolute_path(char *into) {
    read_text(into);
    if (into[0] != '/') fail("%s is not an absolute path", into);
}

static long read_integer(long least, long most) {
    char text[TEXT], *end;
    if (event.type == YAML_SCALAR_EVENT && event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
        fail("a number is expected here, not a text");
    read_text(text);
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno || end == text || *end) fail("%s is not a number", text);
    if (value < least || value > most) fail("%ld is outside %ld-%ld", value, least, most);
    return value;
}

static uint64_t read_size(void) {
    char text[TEXT], *end;
    read_text(text);
    errno = 0;
    uint64_t value = strtoull(text, &end, 10);
    if (errno || end == text || text[0] == '-') fail("%s is not a size", text);
    int shift = *end == 'K' ? 10 : *end == 'M' ? 20 : *end == 'G' ? 30 : *end == 'T' ? 40 : 0;
    if (shift == 0 || end[1] != '\0' || value > UINT64_MAX >> (shift + 20)) fail("%s is not a size", text);
    return value << shift;
}

static void check_name(const char *name) {
    for (const char *c = name; *c; c++)
        if (!((*c >= 'a' && *c <= 'z') || (c > name && ((*c >= '0' && *c <= '9') || *c == '-'))))
            fail("%s is not a name", name);
}

// MARK: mappings

struct key {
    const char *name;
    bool required;
    void (*read)(struct app *);  // null skips the value
};

// Reads a mapping by its list of keys, which ends with an entry without a name.
static void read_mapping(const struct key *keys, const char *noun, struct app *app) {
    bool seen[KEYS] = {false};
    expect(YAML_MAPPING_START_EVENT, noun);
    next();
    while (event.type != YAML_MAPPING_END_EVENT) {
        expect(YAML_SCALAR_EVENT, "a key");
        const char *name = (const char *)event.data.scalar.value;
        size_t i = 0;
        while (keys[i].name && strcmp(keys[i].name, name) != 0) i++;
        if (!keys[i].name) fail("unknown key %s in %s", name, noun);
        if (seen[i]) fail("key %s is repeated", name);
        seen[i] = true;
        next();
        if (keys[i].read) keys[i].read(app);
        else skip_node();
    }
    for (size_t i = 0; keys[i].name; i++)
        if (keys[i].required && !seen[i]) fail("%s has no %s", noun, keys[i].name);
    next();
}

static void read_source_image(struct app *app) { read_text(app->image); }
static void read_source(struct app *app) {
    static const struct key keys[] = {{"image", true, read_source_image}, {"base", false, NULL}, {0}};
    read_mapping(keys, "the source", app);
}

static void read_route_path(struct app *app) { read_absolute_path(app->path); }
static void read_route_to(struct app *app) { read_absolute_path(app->to); }
static void read_routes(struct app *app) {
    static const struct key keys[] = {
        {"path", true, read_route_path}, {"to", false, read_route_to}, {"read_timeout", false, NULL},
        {"body", false, NULL}, {"stream", false, NULL}, {"websocket", false, NULL}, {0}};
    expect(YAML_SEQUENCE_START_EVENT, "a list of routes");
    next();
    while (event.type != YAML_SEQUENCE_END_EVENT) read_mapping(keys, "a route", app);
    next();
}

static void read_health_path(struct app *app) { read_absolute_path(app->health); }
static void read_health(struct app *app) {
    static const struct key keys[] = {{"path", true, read_health_path}, {"interval", false, NULL}, {0}};
    read_mapping(keys, "the health check", app);
}

static void claim_port(long port, const char *owner, size_t line) {
    if (port_line[port]) fail("port %ld of %s is taken since line %u", port, owner, port_line[port]);
    port_line[port] = (unsigned)line;
}

static void read_port(struct app *app) {
    size_t line = event.start_mark.line + 1;
    app->port = read_integer(1, PORTS - 1);
    claim_port(app->port, app->id, line);
}

static void read_app_directory(struct app *app) { read_absolute_path(app->directory); }
static void read_memory(struct app *app) { app->memory = read_size(); }
static void read_cpus(struct app *app) { read_text(app->cpus); }
static void read_user(struct app *app) { app->user = read_integer(1, 65534); }

static void read_apps(struct app *unused) {
    (void)unused;
    static const struct key keys[] = {
        {"title", false, NULL}, {"directory", true, read_app_directory}, {"source", true, read_source},
        {"port", true, read_port}, {"routes", true, read_routes}, {"serves", false, NULL}, {"calls", false, NULL},
        {"memory", true, read_memory}, {"cpus", true, read_cpus}, {"disk", true, NULL}, {"user", true, read_user},
        {"health", true, read_health}, {"environment", false, NULL}, {"volumes", false, NULL}, {0}};
    expect(YAML_MAPPING_START_EVENT, "the apps");
    next();
    while (event.type != YAML_MAPPING_END_EVENT) {
        if (app_count == app_capacity) {
            app_capacity = app_capacity ? app_capacity * 2 : 16;
            apps = realloc(apps, app_capacity * sizeof *apps);
            if (!apps) fail("out of memory");
        }
        struct app *app = &apps[app_count++];
        memset(app, 0, sizeof *app);
        read_text(app->id);
        check_name(app->id);
        read_mapping(keys, "the app", app);
    }
    next();
}

static void read_version(struct app *unused) { (void)unused, read_integer(1, 1); }
static void read_domain(struct app *unused) { (void)unused, read_text(domain); }
static void read_schedule(struct app *unused) { (void)unused, read_text(schedule); }
static void read_backup_directory(struct app *unused) { (void)unused, read_absolute_path(backup_directory); }
static void read_host_memory(struct app *unused) { (void)unused, host_memory = read_size(); }
static void read_reserved_memory(struct app *unused) { (void)unused, reserved_memory = read_size(); }
static void read_proxy_memory(struct app *unused) { (void)unused, proxy_memory = read_size(); }

static void read_reserve(struct app *app) {
    static const struct key keys[] = {
        {"memory", true, read_reserved_memory}, {"cpus", false, NULL}, {"disk", false, NULL}, {0}};
    read_mapping(keys, "the reserve", app);
}

static void read_host(struct app *app) {
    static const struct key keys[] = {
        {"name", true, NULL}, {"address", true, NULL}, {"os", true, NULL}, {"timezone", true, NULL},
        {"cpus", true, NULL}, {"memory", true, read_host_memory}, {"disk", true, NULL},
        {"reserve", true, read_reserve}, {"thresholds", false, NULL}, {0}};
    read_mapping(keys, "the host", app);
}

static void read_proxy(struct app *app) {
    static const struct key keys[] = {
        {"memory", true, read_proxy_memory}, {"cpus", false, NULL}, {"disk", false, NULL}, {0}};
    read_mapping(keys, "the proxy", app);
}

static void read_backups(struct app *app) {
    static const struct key keys[] = {
        {"schedule", true, read_schedule}, {"directory", true, read_backup_directory}, {"keep", false, NULL},
        {"offsite", false, NULL}, {"timeout", false, NULL}, {"drill", false, NULL}, {0}};
    read_mapping(keys, "the backups", app);
}

static void read_spec(void) {
    static const struct key keys[] = {
        {"version", true, read_version}, {"host", true, read_host}, {"domain", true, read_domain},
        {"certificate", true, NULL}, {"proxy", true, read_proxy}, {"backups", true, read_backups},
        {"notify", false, NULL}, {"apps", true, read_apps}, {0}};
    claim_port(22, "sshd", 1);
    claim_port(80, "nginx", 1);
    claim_port(443, "nginx", 1);
    next();
    expect(YAML_STREAM_START_EVENT, "a stream");
    next();
    expect(YAML_DOCUMENT_START_EVENT, "a document");
    next();
    read_mapping(keys, "the spec", NULL);
    next();
    expect(YAML_STREAM_END_EVENT, "the end of the file");
}

static void check_memory(void) {
    uint64_t asked = reserved_memory + proxy_memory;
    for (size_t i = 0; i < app_count; i++) asked += apps[i].memory;
    if (asked > host_memory) fail("%llu bytes of memory are asked for", (unsigned long long)asked);
}

// MARK: the six files

static FILE *create(const char *directory, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "w");
    if (!file) fail("%s: %s", path, strerror(errno));
    setvbuf(file, NULL, _IOFBF, 1 << 16);
    return file;
}

static void close_file(FILE *file) {
    if (fclose(file) != 0) fail("writing: %s", strerror(errno));
}

static void write_nginx(const char *directory) {
    FILE *file = create(directory, "nginx.conf");
    for (size_t i = 0; i < app_count; i++)
        fprintf(file, "upstream %s {\n    server 127.0.0.1:%ld;\n    keepalive 8;\n}\n", apps[i].id, apps[i].port);
    fprintf(file, "server {\n    listen 443 ssl http2;\n    server_name %s;\n", domain);
    for (size_t i = 0; i < app_count; i++)
        fprintf(
            file,
            "    location %s {\n        proxy_pass http://%s%s;\n        proxy_set_header Host $host;\n"
            "        proxy_set_header X-Forwarded-For $remote_addr;\n        proxy_read_timeout 60s;\n    }\n",
            apps[i].path, apps[i].id, apps[i].to);
    fputs("}\n", file);
    close_file(file);
}

static void write_compose(const char *directory) {
    FILE *file = create(directory, "compose.yaml");
    fputs("services:\n", file);
    for (size_t i = 0; i < app_count; i++) {
        const struct app *app = &apps[i];
        fprintf(
            file,
            "  %s:\n    image: %s\n    user: \"%ld:%ld\"\n    ports:\n      - \"127.0.0.1:%ld:%ld\"\n"
            "    mem_limit: %llu\n    cpus: %s\n    restart: unless-stopped\n    volumes:\n      - %s/data:/data\n"
            "    healthcheck:\n      test: [CMD, wget, -q, -O-, \"http://127.0.0.1:%ld%s\"]\n",
            app->id, app->image, app->user, app->user, app->port, app->port, (unsigned long long)app->memory, app->cpus,
            app->directory, app->port, app->health);
    }
    close_file(file);
}

static void write_rest(const char *directory) {
    FILE *file = create(directory, "ufw.sh");
    fputs("ufw default deny incoming\nufw limit 22/tcp\nufw allow 80/tcp\nufw allow 443/tcp\nufw enable\n", file);
    close_file(file);
    file = create(directory, "cron");
    for (size_t i = 0; i < app_count; i++)
        fprintf(file, "%s root systemctl start vps-backup@%s.service\n", schedule, apps[i].id);
    close_file(file);
    file = create(directory, "vps-stack.service");
    fputs("[Unit]\nAfter=docker.service\n[Service]\nType=oneshot\nExecStart=docker compose up --detach\n", file);
    close_file(file);
    file = create(directory, "vps-backup@.service");
    fprintf(file, "[Service]\nType=oneshot\nExecStart=/usr/bin/rsync -a /opt/%%i/ %s/%%i/\n", backup_directory);
    close_file(file);
}

int main(int count, char **arguments) {
    if (count < 2 || count > 3) {
        fputs("usage: floor SPEC [DIRECTORY]\n", stderr);
        return 2;
    }
    spec_name = arguments[1];
    FILE *input = fopen(spec_name, "r");
    if (!input) {
        perror(spec_name);
        return 3;
    }
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_file(&parser, input);
    read_spec();
    check_memory();
    if (count == 3) {
        if (mkdir(arguments[2], 0755) != 0 && errno != EEXIST) fail("%s: %s", arguments[2], strerror(errno));
        write_nginx(arguments[2]);
        write_compose(arguments[2]);
        write_rest(arguments[2]);
    }
    fprintf(stderr, "%zu apps, %zu nodes not looked at\n", app_count, skipped_nodes);
    return 0;
}
