# shellcheck shell=bash
# deploy: the image first, then the switch, then the proof; and the way back.

server_with_images() {
  server
  printf 'registry.test/shop:1 sha256:old\n' >"$FAKE_DOCKER/images"
  printf 'registry.test/shop:1 sha256:new\nregistry.test/shop:2 sha256:two\n' >"$FAKE_DOCKER/registry"
  app_conf shop DEPLOY_TIMEOUT=1
}

running_id() { cut -d ' ' -f 7 "$FAKE_DOCKER/containers/shop"; }

call_line() { grep -nE -m 1 "$1" "$FAKE_DOCKER/calls" | cut -d : -f 1; }

test_pulls_then_switches_then_pins() {
  server_with_images
  NAGAYA_NOW=1800000000 succeeds "$BIN/deploy" shop
  equal image sha256:new "$(running_id)"
  (($(call_line '^pull registry.test/shop:1$') < $(call_line ' up --detach --no-build$'))) || fail 'switched before the pull'
  lacks calls ' down' "$(calls)"
  contains override 'image: "nagaya/shop:2027' "$(cat "$SCRATCH/shop/compose.override.yaml")"
  equal previous sha256:old "$(cat "$SCRATCH/state/image/shop")"
}

test_deploys_a_named_image() {
  server_with_images
  succeeds "$BIN/deploy" shop --image registry.test/shop:2
  equal image sha256:two "$(running_id)"
}

test_builds_when_the_app_is_built() {
  server_with_images
  app_conf shop APP_SOURCE=build
  succeeds "$BIN/deploy" shop
  equal image sha256:new "$(running_id)"
  (($(call_line ' build shop$') < $(call_line ' up --detach --no-build$'))) || fail 'switched before the build'
}

test_failed_pull_touches_nothing() {
  server_with_images
  fails 1 "$BIN/deploy" shop --image registry.test/shop:404
  contains output 'was not touched' "$(output)"
  lacks calls ' up ' "$(calls)"
  [[ ! -e $SCRATCH/shop/compose.override.yaml ]] || fail 'an image was pinned'
}

test_unhealthy_image_is_rolled_back_with_an_alert() {
  server_with_images
  echo sha256:new >"$FAKE_DOCKER/bad"
  fails 1 "$BIN/deploy" shop
  equal image sha256:old "$(running_id)"
  contains output 'rolled back' "$(output)"
  contains alert 'deploy of shop failed, rolled back' "$(requests)"
  equal alerts 1 "$(alerts)"
}

test_image_that_is_healthy_but_does_not_answer_is_rolled_back() {
  server_with_images
  echo 500 >"$SCRATCH/www/health"
  fails 1 "$BIN/deploy" shop
  equal image sha256:old "$(running_id)"
  contains alert 'and so did the roll-back' "$(requests)"
}

test_failed_switch_is_rolled_back() {
  server_with_images
  # Compose refuses once, as when the port is taken.
  cat >"$SCRATCH/fakes/once" <<'FAKE'
#!/bin/bash
if [[ $* == *' up '* && ! -e $SCRATCH/refused ]]; then touch "$SCRATCH/refused"; echo 'port is taken' >&2; exit 1; fi
exec "$SCRATCH/fakes/docker.real" "$@"
FAKE
  chmod +x "$SCRATCH/fakes/once"
  mv "$SCRATCH/fakes/docker" "$SCRATCH/fakes/docker.real"
  mv "$SCRATCH/fakes/once" "$SCRATCH/fakes/docker"
  export SCRATCH
  fails 1 "$BIN/deploy" shop
  equal image sha256:old "$(running_id)"
  contains alert 'rolled back' "$(requests)"
}

test_terminated_in_mid_switch_rolls_back() {
  server_with_images
  app_conf shop DEPLOY_TIMEOUT=30
  echo 503 >"$SCRATCH/www/health"
  background "$BIN/deploy" shop
  until_true 'the new image runs' grep -q sha256:new "$FAKE_DOCKER/containers/shop"
  kill -TERM "${STARTED[-1]}"
  until_true 'the old image runs' grep -q sha256:old "$FAKE_DOCKER/containers/shop"
  rm "$SCRATCH/www/health"
  fails 1 wait "${STARTED[-1]}"
}

test_first_deploy_has_nothing_to_go_back_to_and_says_so() {
  server_with_images
  rm "$FAKE_DOCKER/containers/shop"
  echo sha256:new >"$FAKE_DOCKER/bad"
  fails 1 "$BIN/deploy" shop
  contains alert 'no previous image' "$(requests)"
}

test_old_images_go_but_never_the_current_or_the_previous() {
  server_with_images
  local turn
  for turn in 1 2 3 4; do
    printf 'registry.test/shop:1 sha256:n%s\n' "$turn" >"$FAKE_DOCKER/registry"
    NAGAYA_NOW=$((1800000000 + turn * 10)) succeeds "$BIN/deploy" shop
  done
  equal kept $'sha256:n3\nsha256:n4' "$(awk '/^nagaya\/shop:/ { print $2 }' "$FAKE_DOCKER/images" | sort)"
  # A bad one comes and is rolled back; the next good one must still find its predecessor.
  printf 'registry.test/shop:1 sha256:bad\n' >"$FAKE_DOCKER/registry"
  echo sha256:bad >"$FAKE_DOCKER/bad"
  NAGAYA_NOW=1800000100 fails 1 "$BIN/deploy" shop
  printf 'registry.test/shop:1 sha256:n5\n' >"$FAKE_DOCKER/registry"
  NAGAYA_NOW=1800000200 succeeds "$BIN/deploy" shop
  contains images sha256:n4 "$(grep nagaya/shop "$FAKE_DOCKER/images")"
  contains images sha256:n5 "$(grep nagaya/shop "$FAKE_DOCKER/images")"
}

test_keep_image_recreates_without_a_pull() {
  server_with_images
  succeeds "$BIN/deploy" shop --keep-image
  lacks calls 'pull ' "$(calls)"
  contains calls ' up --detach --no-build' "$(calls)"
  equal image sha256:old "$(running_id)"
}

lock_is_held() { ! flock -n "$SCRATCH/run/lock" true; }

test_deploy_waits_for_no_backup_for_ever() {
  server_with_images
  mkdir -p "$SCRATCH/run"
  background flock "$SCRATCH/run/lock" /bin/sleep 30
  until_true 'the lock is held' lock_is_held
  fails 1 "$BIN/deploy" shop
  contains output 'another run holds the lock' "$(output)"
  equal calls '' "$(calls)"
}
