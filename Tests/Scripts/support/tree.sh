# shellcheck shell=bash
# A compiled tree of one app in $TREE, small enough to read: real programs of apply.sh, stand-ins for what it calls.

# file PATH: standard input becomes a file of the tree.
file() {
  mkdir -p "$(dirname "$TREE/$1")"
  cat >"$TREE/$1"
}

# seal: writes the manifest, as the compiler does.
# shellcheck disable=SC2094 # the manifest is left out of itself
seal() { (cd "$TREE" && find . -type f -not -name MANIFEST.sha256 -printf '%P\n' | sort | xargs -d '\n' sha256sum >MANIFEST.sha256); }

tree_of_one_app() {
  local program
  mkdir -p "$TREE/deploy" "$TREE/opt/nagaya/lib" "$TREE/opt/nagaya/bin"
  cp "$SCRIPTS"/apply*.sh "$TREE/deploy/"
  cp "$SCRIPTS"/common.sh "$SCRIPTS"/retention.sh "$TREE/opt/nagaya/lib/"
  for program in deploy firewall backup monitor; do
    # shellcheck disable=SC2016 # for the program that is written
    printf '#!/bin/bash\necho "%s $*" >>"$SCRATCH/services"\nexec "$SUPPORT/fakes/deploy" %s "$@"\n' "$program" "$program" |
      file "opt/nagaya/bin/$program"
  done
  file RUNBOOK.md <<<'# Runbook'
  file etc/nagaya/secrets.env.example <<<'ALERTS='
  file etc/docker/daemon.json <<<'{ "live-restore": true }'
  file etc/cron.d/nagaya-backup <<<'0 2 * * * root /opt/nagaya/bin/backup'
  file opt/shop/.env.prod.example <<<'KEY='
  file opt/shop/compose.yaml <<<'services: {shop: {image: registry.test/shop:1}}'
  mkdir -p "$ROOT/opt/shop"
  printf 'KEY=value\n' >"$ROOT/opt/shop/.env.prod"
  file etc/logrotate.d/nagaya <<<'/var/log/nagaya/*.log { weekly
    missingok
}'
  file etc/systemd/system/nagaya-shop.service <<<'[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/opt/nagaya/bin/deploy shop
[Install]
WantedBy=multi-user.target'
  file etc/systemd/system/nagaya-monitor.service <<<'[Service]
Type=oneshot
ExecStart=/opt/nagaya/bin/monitor'
  file etc/systemd/system/nagaya-monitor.timer <<<'[Timer]
OnBootSec=60
OnUnitActiveSec=60
[Install]
WantedBy=timers.target'
  nginx_tree
  conf_tree
}

nginx_tree() {
  file etc/nginx/nginx.conf <<<'user www-data;
events {}
http {
  include /etc/nginx/sites-enabled/*;
  server {
    listen 443 ssl default_server;
    ssl_certificate /etc/nagaya/placeholder.crt;
    ssl_certificate_key /etc/nagaya/placeholder.key;
    return 444;
  }
}'
  file etc/nginx/sites-available/nagaya.conf <<<'server {
  listen 443 ssl;
  server_name row.example.com;
  ssl_certificate /etc/letsencrypt/live/row.example.com/fullchain.pem;
  ssl_certificate_key /etc/letsencrypt/live/row.example.com/privkey.pem;
}'
}

conf_tree() {
  file etc/nagaya/host.conf <<<'HOST_NAME=row
TIME_ZONE=Asia/Tokyo
APPS=(shop)
STATE_DIRECTORY=/var/lib/nagaya
RUN_DIRECTORY=/run/nagaya
BACKUP_DIRECTORY=/backups
BACKUP_KEEP_DAILY=1
BACKUP_KEEP_WEEKLY=0
BACKUP_KEEP_MONTHLY=0
BACKUP_OFFSITE=
BACKUP_TIMEOUT=60
NOTIFY_WEBHOOK=
NOTIFY_MAIL=
NOTIFY_HEARTBEAT=
CERTIFICATE_NAMES=(row.example.com www.example.com)
CERTIFICATE_FILE=/etc/letsencrypt/live/row.example.com/fullchain.pem
CERTIFICATE_CONTACT=ops@example.com
ACME_WEBROOT=/var/lib/nagaya/acme
CATCH_ALL_CERTIFICATE=/etc/nagaya/placeholder.crt
CATCH_ALL_KEY=/etc/nagaya/placeholder.key
LOCK_WAIT=1'
  file etc/nagaya/apps/shop.conf <<<'APP_TITLE=Shop
APP_DIRECTORY=/opt/shop
APP_PROJECT=shop
APP_SERVICE=shop
APP_IMAGE=registry.test/shop:1
APP_SOURCE=image
APP_OWNER=10001:10001
APP_HEALTH_URL=http://127.0.0.1:1/
APP_ENVIRONMENT_FILE=/opt/shop/.env.prod
APP_ENVIRONMENT_NAMES=(KEY)
DEPLOY_TIMEOUT=1
DEPLOY_KEEP_IMAGES=1
VOLUME_NAMES=(data)
VOLUME_PATHS=(/opt/shop/data)
VOLUME_METHODS=(online)
VOLUME_STORES=(sqlite)'
}
