# shellcheck shell=bash
# apply.sh, on a scratch root: real nginx, systemd-analyze, logrotate and crontab check the tree; docker, systemctl,
# ufw's script and certbot are recorded.

# shellcheck source-path=SCRIPTDIR source=support/tree.sh
source "$SUPPORT/tree.sh"

server_to_install() {
  [[ $(id -u) == 0 ]] || skip 'apply.sh needs root'
  local tool
  for tool in nginx systemd-analyze logrotate crontab; do
    [[ -n $(type -P "$tool") ]] || skip "$tool is not installed"
  done
  ROOT=$SCRATCH/root
  TREE=$SCRATCH/tree
  export FAKE_DOCKER=$SCRATCH/docker NAGAYA_ROOT=$ROOT SCRATCH SUPPORT
  mkdir -p "$ROOT/usr/local/bin" "$ROOT/etc/nginx/sites-enabled" "$FAKE_DOCKER/containers" "$TREE"
  : >"$FAKE_DOCKER/calls"
  : >"$SCRATCH/services"
  printf 'Debian default\n' >"$ROOT/etc/nginx/sites-enabled/default"
  printf 'ID=ubuntu\n' >"$ROOT/etc/os-release"
  cp "$SUPPORT/fakes/docker" "$SUPPORT/fakes/systemctl" "$SUPPORT/fakes/certbot" "$ROOT/usr/local/bin/"
  printf '#!/bin/bash\n' >"$ROOT/usr/local/bin/ufw"
  chmod +x "$ROOT/usr/local/bin/ufw"
  export PATH=$ROOT/usr/local/bin:$PATH
  tree_of_one_app
  seal
}

apply() { bash "$TREE/deploy/apply.sh" "$@"; }

services() { cat "$SCRATCH/services"; }

# snapshot: everything below the root but the records of runs, with contents, modes, owners and links.
snapshot() {
  (cd "$ROOT" && find . \( -path ./var/lib -o -path ./run \) -prune -o -not -path ./var -printf '%P %y %m %U %l\n' | sort
    find . \( -path ./var/lib -o -path ./run \) -prune -o -type f -print0 | sort -z | xargs -0 sha256sum)
}

test_installs_from_nothing_and_a_second_run_changes_nothing() {
  server_to_install
  succeeds apply
  cmp "$TREE/etc/nginx/nginx.conf" "$ROOT/etc/nginx/nginx.conf"
  equal program 755 "$(stat -c %a "$ROOT/opt/nagaya/bin/backup")"
  equal library 644 "$(stat -c %a "$ROOT/opt/nagaya/lib/common.sh")"
  equal example 600 "$(stat -c %a "$ROOT/opt/shop/.env.prod.example")"
  equal secrets 600 "$(stat -c %a "$ROOT/etc/nagaya/secrets.env")"
  equal volume 10001:10001 "$(stat -c %u:%g "$ROOT/opt/shop/data")"
  equal site /etc/nginx/sites-available/nagaya.conf "$(readlink "$ROOT/etc/nginx/sites-enabled/nagaya.conf")"
  [[ ! -e $ROOT/etc/nginx/sites-enabled/default ]] || fail "Debian's site is still enabled"
  [[ ! -e $ROOT/deploy && ! -e $ROOT/RUNBOOK.md ]] || fail 'what is for people was installed'
  equal zone /usr/share/zoneinfo/Asia/Tokyo "$(readlink "$ROOT/etc/localtime")"
  contains services 'systemctl daemon-reload' "$(services)"
  contains services 'systemctl enable --now -- nagaya-monitor.timer' "$(services)"
  contains services 'systemctl enable -- nagaya-shop.service' "$(services)"
  contains services 'deploy shop' "$(services)"
  contains services 'firewall ' "$(services)"
  contains services 'certbot certonly --webroot' "$(services)"
  contains services '--domain row.example.com --domain www.example.com' "$(services)"
  # nginx's workers must reach the challenges through it, and nobody may list it.
  equal 'state directory' 711 "$(stat -c %a "$ROOT/var/lib/nagaya")"
  equal 'challenges' 755 "$(stat -c %a "$ROOT/var/lib/nagaya/acme")"
  equal 'key for unknown names' 600 "$(stat -c %a "$ROOT/etc/nagaya/placeholder.key")"
  local before
  before=$(snapshot)
  : >"$SCRATCH/services"
  succeeds apply
  contains output 'nothing to do' "$(output)"
  equal server "$before" "$(snapshot)"
  equal 'what was called' '' "$(services | grep -vE 'systemctl (is-|--)' || true)"
}

test_changes_only_what_changed_and_reloads_only_that() {
  server_to_install
  succeeds apply
  file etc/nginx/nginx.conf <<<'user www-data;
events { worker_connections 64; }
http { include /etc/nginx/sites-enabled/*; }'
  seal
  : >"$SCRATCH/services"
  succeeds apply
  equal services 'systemctl reload nginx.service' "$(services | grep -vE 'systemctl is-')"
  contains output 'change  /etc/nginx/nginx.conf' "$(output)"
  equal kept 'user www-data;' "$(head -n 1 "$ROOT"/var/lib/nagaya/replaced/*/etc/nginx/nginx.conf | tail -n 1)"
}

test_restarts_what_does_not_read_its_configuration_again() {
  server_to_install
  mkdir -p "$SCRATCH/units"
  touch "$SCRATCH/units/systemd-journald.service.active"
  file etc/systemd/journald.conf.d/nagaya.conf <<<'[Journal]'
  seal
  succeeds apply
  contains services 'systemctl restart -- systemd-journald.service' "$(services)"
  : >"$SCRATCH/services"
  succeeds apply
  lacks services restart "$(services)"
}

test_removes_what_the_version_before_installed_and_nothing_else() {
  server_to_install
  file etc/cron.d/nagaya-old <<<'0 3 * * * root /opt/nagaya/bin/backup'
  file etc/systemd/system/nagaya-gone.service <<<'[Service]
ExecStart=/bin/true
[Install]
WantedBy=multi-user.target'
  seal
  printf 'mine\n' >"$SCRATCH/mine"
  mkdir -p "$ROOT/etc/cron.d" && cp "$SCRATCH/mine" "$ROOT/etc/cron.d/mine"
  succeeds apply
  rm "$TREE/etc/cron.d/nagaya-old" "$TREE/etc/systemd/system/nagaya-gone.service"
  seal
  succeeds apply
  [[ ! -e $ROOT/etc/cron.d/nagaya-old && ! -e $ROOT/etc/systemd/system/nagaya-gone.service ]] || fail 'an old file is left'
  contains services 'systemctl disable --now -- nagaya-gone.service' "$(services)"
  succeeds cmp "$SCRATCH/mine" "$ROOT/etc/cron.d/mine"
}

# rejects WHAT: the changed tree must be refused and the server left as it is.
rejects() {
  local before
  seal
  before=$(snapshot)
  : >"$SCRATCH/services"
  fails 1 apply
  contains output "$1" "$(output)"
  equal server "$before" "$(snapshot)"
  lacks services systemctl "$(services)"
}

test_refuses_what_nginx_refuses() {
  server_to_install
  succeeds apply
  file etc/nginx/nginx.conf <<<'events {} http { no_such_directive on; }'
  rejects 'unknown directive'
}

test_refuses_a_unit_with_an_unknown_key() {
  server_to_install
  file etc/systemd/system/nagaya-shop.service <<<'[Service]
ExecStart=/bin/true
MemoryLimitt=1G'
  rejects 'Unknown key'
}

test_refuses_cron_files_that_cron_would_ignore() {
  server_to_install
  printf '0 2 * * * root /opt/nagaya/bin/backup' | file etc/cron.d/nagaya-backup
  rejects 'lacks a newline'
  file etc/cron.d/nagaya-backup <<<'0 2 * * * nobody-here /opt/nagaya/bin/backup'
  rejects 'names a user that does not exist: nobody-here'
  file etc/cron.d/nagaya-backup <<<'0 2 * * * root /opt/nagaya/bin/gone'
  rejects 'names a program that is not there'
  file etc/cron.d/nagaya-backup <<<'61 2 * * * root /opt/nagaya/bin/backup'
  rejects 'cron refuses the time'
}

test_refuses_bad_compose_scripts_and_logrotate() {
  server_to_install
  file opt/shop/compose.yaml <<<'nothing: here'
  file opt/nagaya/bin/backup <<<'#!/bin/bash
if true; then'
  file etc/logrotate.d/nagaya <<<'/var/log/nagaya/*.log { no_such_directive
}'
  rejects 'Compose refuses /opt/shop/compose.yaml'
  contains output 'not valid: /opt/nagaya/bin/backup' "$(output)"
  contains output '/etc/logrotate.d/nagaya' "$(output)"
}

test_refuses_a_tree_that_is_not_what_its_manifest_says() {
  server_to_install
  printf 'tampered\n' >>"$TREE/etc/nginx/nginx.conf"
  fails 1 apply
  contains output 'not what its manifest says' "$(output)"
  seal
  printf '%064d  ../outside\n' 0 >>"$TREE/MANIFEST.sha256"
  fails 1 apply
  contains output 'a line that is not ours' "$(output)"
  [[ ! -e $ROOT/etc/nginx/nginx.conf ]] || fail 'something was installed'
}

test_service_that_refuses_to_reload_rolls_everything_back() {
  server_to_install
  succeeds apply
  local before
  before=$(snapshot)
  file etc/nginx/nginx.conf <<<'events {} http { server_tokens off; include /etc/nginx/sites-enabled/*; }'
  file etc/cron.d/nagaya-new <<<'0 2 * * * root /opt/nagaya/bin/backup'
  rm "$TREE/etc/logrotate.d/nagaya"
  seal
  echo 'reload nginx' >"$SCRATCH/refuse-once"
  : >"$SCRATCH/services"
  fails 1 apply
  contains output 'the server is as before' "$(output)"
  equal server "$before" "$(snapshot)"
  equal reloads 2 "$(services | grep -c 'reload nginx')"
  succeeds apply
  [[ ! -e $ROOT/etc/logrotate.d/nagaya ]] || fail 'the removed file is still there'
}

test_failed_first_installation_leaves_nothing_installed_and_nothing_started() {
  server_to_install
  echo firewall >"$SCRATCH/refuse-once"
  fails 1 apply
  contains output 'the server is as before' "$(output)"
  [[ ! -e $ROOT/etc/nginx/nginx.conf && ! -e $ROOT/opt/nagaya/bin/backup ]] || fail 'something was left installed'
  equal default 'Debian default' "$(cat "$ROOT/etc/nginx/sites-enabled/default")"
  lacks services 'enable --now nginx' "$(services | grep nginx || true)"
  [[ ! -e $ROOT/var/lib/nagaya/installed.sha256.pending ]] || fail 'the run is still recorded as pending'
}

test_app_that_is_unhealthy_with_its_new_compose_file_rolls_back() {
  server_to_install
  succeeds apply
  local before
  before=$(snapshot)
  file opt/shop/compose.yaml <<<'services: {shop: {image: registry.test/shop:1, read_only: true}}'
  seal
  echo 'deploy shop --keep-image' >"$SCRATCH/refuse-once"
  fails 1 apply
  contains output 'not healthy with its new compose.yaml' "$(output)"
  equal server "$before" "$(snapshot)"
  equal 'deployed again' 2 "$(services | grep -c 'deploy shop --keep-image')"
}

test_app_without_its_env_file_is_left_to_the_operator() {
  server_to_install
  rm "$ROOT/opt/shop/.env.prod"
  fails 3 apply
  contains output 'write /opt/shop/.env.prod' "$(output)"
  lacks services 'deploy shop' "$(services)"
  printf "KEY=''\n" >"$ROOT/opt/shop/.env.prod"
  fails 3 apply
  contains output 'set KEY in /opt/shop/.env.prod' "$(output)"
  printf 'KEY=value\n' >"$ROOT/opt/shop/.env.prod"
  succeeds apply
  contains services 'deploy shop' "$(services)"
}

test_certificate_authority_is_not_contacted_when_told_so() {
  server_to_install
  NAGAYA_NO_CERTBOT=1 fails 3 apply
  contains output 'still the placeholder' "$(output)"
  lacks services certbot "$(services)"
  openssl x509 -noout -checkhost www.example.com -in "$ROOT/etc/letsencrypt/live/row.example.com/fullchain.pem" |
    grep -q 'does match'
}

test_failed_issuance_leaves_the_placeholder() {
  server_to_install
  echo certbot >"$SCRATCH/refuse-once"
  fails 3 apply
  contains output 'no certificate was issued' "$(output)"
  openssl x509 -noout -subject -in "$ROOT/etc/letsencrypt/live/row.example.com/fullchain.pem" | grep -q placeholder
  [[ ! -e $ROOT/etc/letsencrypt/live/row.example.com.placeholder ]] || fail 'the placeholder was left aside'
  succeeds apply
}

test_dry_run_says_what_it_would_do_and_does_nothing() {
  server_to_install
  local before
  before=$(snapshot)
  succeeds apply --dry-run
  contains output 'create  /etc/nginx/nginx.conf' "$(output)"
  contains output 'remove  /etc/nginx/sites-enabled/default' "$(output)"
  equal server "$before" "$(snapshot)"
  [[ ! -e $ROOT/var/lib/nagaya ]] || fail 'a dry run left records'
}

test_missing_packages_are_named_in_one_line() {
  server_to_install
  printf '#!/bin/bash\nexit 1\n' >"$ROOT/usr/local/bin/docker"
  fails 1 apply
  contains output 'apt-get install -y docker-compose-v2' "$(output)"
  printf 'ID=debian\nVERSION_ID="12"\n' >"$ROOT/etc/os-release"
  fails 1 apply
  contains output 'docker-compose-plugin' "$(output)"
  [[ ! -e $ROOT/etc/nginx/nginx.conf ]] || fail 'something was installed'
}

test_killed_run_leaves_nothing_that_the_next_does_not_know() {
  server_to_install
  file etc/cron.d/nagaya-short-lived <<<'0 3 * * * root /opt/nagaya/bin/backup'
  seal
  echo 'kill at daemon-reload' >"$SCRATCH/kill"
  fails 137 apply
  [[ -e $ROOT/etc/cron.d/nagaya-short-lived ]] || fail 'the run was killed too early'
  rm "$TREE/etc/cron.d/nagaya-short-lived"
  seal
  succeeds apply
  [[ ! -e $ROOT/etc/cron.d/nagaya-short-lived ]] || fail 'a file of the killed run is left'
}

test_edited_file_is_noted_and_kept() {
  server_to_install
  succeeds apply
  printf '# by hand\n' >>"$ROOT/etc/nginx/nginx.conf"
  succeeds apply
  contains output 'was edited on the server' "$(output)"
  grep -q 'by hand' "$ROOT"/var/lib/nagaya/replaced/*/etc/nginx/nginx.conf
  cmp "$TREE/etc/nginx/nginx.conf" "$ROOT/etc/nginx/nginx.conf"
}

test_installs_over_ssh() {
  server_to_install
  start_sshd
  succeeds apply --to root@far --ssh-config "$SCRATCH/ssh/config"
  cmp "$TREE/etc/nginx/nginx.conf" "$ROOT/etc/nginx/nginx.conf"
  equal leftovers '' "$(find /tmp -maxdepth 1 -name 'nagaya.??????' -newer "$SCRATCH/ssh/config")"
  fails 2 apply --port 22
}
