#include "embedded.h"

// C23, which Swift's clang has had since Swift 6.2. Unlike an array literal in Swift, for which the compiler takes 20 s
// for every 75 kB, it costs nothing; and unlike an assembler's .incbin, the build sees when an embedded file changes.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char compose_schema[] = {
#embed "../CommandLine/Resources/compose-spec.json"
};

struct embedded_file embedded_compose_schema(void) {
    return (struct embedded_file){"compose-spec.json", compose_schema, sizeof compose_schema};
}

static const unsigned char alarms_sh[] = {
#embed "../Compiler/Scripts/alarms.sh"
};
static const unsigned char apply_activate_sh[] = {
#embed "../Compiler/Scripts/apply-activate.sh"
};
static const unsigned char apply_certificate_sh[] = {
#embed "../Compiler/Scripts/apply-certificate.sh"
};
static const unsigned char apply_plan_sh[] = {
#embed "../Compiler/Scripts/apply-plan.sh"
};
static const unsigned char apply_switch_sh[] = {
#embed "../Compiler/Scripts/apply-switch.sh"
};
static const unsigned char apply_validate_sh[] = {
#embed "../Compiler/Scripts/apply-validate.sh"
};
static const unsigned char apply_sh[] = {
#embed "../Compiler/Scripts/apply.sh"
};
static const unsigned char archive_sh[] = {
#embed "../Compiler/Scripts/archive.sh"
};
static const unsigned char backup[] = {
#embed "../Compiler/Scripts/backup"
};
static const unsigned char certificate_reload[] = {
#embed "../Compiler/Scripts/certificate-reload"
};
static const unsigned char common_sh[] = {
#embed "../Compiler/Scripts/common.sh"
};
static const unsigned char compose_sh[] = {
#embed "../Compiler/Scripts/compose.sh"
};
static const unsigned char containers_sh[] = {
#embed "../Compiler/Scripts/containers.sh"
};
static const unsigned char deploy[] = {
#embed "../Compiler/Scripts/deploy"
};
static const unsigned char images_sh[] = {
#embed "../Compiler/Scripts/images.sh"
};
static const unsigned char monitor[] = {
#embed "../Compiler/Scripts/monitor"
};
static const unsigned char notify[] = {
#embed "../Compiler/Scripts/notify"
};
static const unsigned char offsite_sh[] = {
#embed "../Compiler/Scripts/offsite.sh"
};
static const unsigned char restore[] = {
#embed "../Compiler/Scripts/restore"
};
static const unsigned char restore_drill[] = {
#embed "../Compiler/Scripts/restore-drill"
};
static const unsigned char retention_sh[] = {
#embed "../Compiler/Scripts/retention.sh"
};
static const unsigned char samples_sh[] = {
#embed "../Compiler/Scripts/samples.sh"
};
static const unsigned char sqlite_sh[] = {
#embed "../Compiler/Scripts/sqlite.sh"
};
static const unsigned char status_sh[] = {
#embed "../Compiler/Scripts/status.sh"
};
static const unsigned char text_sh[] = {
#embed "../Compiler/Scripts/text.sh"
};

#define PROGRAM(name, bytes) {name, bytes, sizeof bytes}

static const struct embedded_file programs[] = {
    PROGRAM("alarms.sh", alarms_sh),
    PROGRAM("apply-activate.sh", apply_activate_sh),
    PROGRAM("apply-certificate.sh", apply_certificate_sh),
    PROGRAM("apply-plan.sh", apply_plan_sh),
    PROGRAM("apply-switch.sh", apply_switch_sh),
    PROGRAM("apply-validate.sh", apply_validate_sh),
    PROGRAM("apply.sh", apply_sh),
    PROGRAM("archive.sh", archive_sh),
    PROGRAM("backup", backup),
    PROGRAM("certificate-reload", certificate_reload),
    PROGRAM("common.sh", common_sh),
    PROGRAM("compose.sh", compose_sh),
    PROGRAM("containers.sh", containers_sh),
    PROGRAM("deploy", deploy),
    PROGRAM("images.sh", images_sh),
    PROGRAM("monitor", monitor),
    PROGRAM("notify", notify),
    PROGRAM("offsite.sh", offsite_sh),
    PROGRAM("restore", restore),
    PROGRAM("restore-drill", restore_drill),
    PROGRAM("retention.sh", retention_sh),
    PROGRAM("samples.sh", samples_sh),
    PROGRAM("sqlite.sh", sqlite_sh),
    PROGRAM("status.sh", status_sh),
    PROGRAM("text.sh", text_sh),
};

const struct embedded_file *embedded_programs(size_t *count) {
    *count = sizeof programs / sizeof *programs;
    return programs;
}
