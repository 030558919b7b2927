# shellcheck shell=bash
# The images of one app. Each one that was deployed is tagged nagaya/APP:TIMESTAMP, so that it can be named, is kept
# by clean-ups that spare tagged images, and is found again for a way back.

image_repository() { printf 'nagaya/%s\n' "$APP"; }

# image_id REFERENCE: its id, empty when it is not on this machine.
image_id() { docker image inspect --format '{{.Id}}' "$1" 2>/dev/null || true; }

# running_image: id of the image of the app's container, empty without one.
running_image() {
  local id
  id=$(compose ps --all --quiet "$APP_SERVICE") || return 1
  if [[ -n $id ]]; then docker inspect --format '{{.Image}}' "${id%%$'\n'*}"; fi
}

# deployed_images: `TAG ID` lines, newest first.
deployed_images() {
  docker image ls --no-trunc --format '{{.Tag}} {{.ID}}' "$(image_repository)" |
    grep -E '^[0-9]{8}T[0-9]{6}Z ' | sort -r || true
}

# name_image ID: the nagaya/APP:TIMESTAMP of an image, which is made when it has none.
name_image() {
  local tag id
  while read -r tag id; do
    if [[ $id == "$1" ]]; then
      printf '%s:%s\n' "$(image_repository)" "$tag"
      return 0
    fi
  done < <(deployed_images)
  tag=$(timestamp "$(now)")
  # Two images named within a second must not get one name.
  while [[ -n $(image_id "$(image_repository):$tag") ]]; do tag=$(timestamp $(($(stamp_epoch "$tag") + 1))); done
  docker tag "$1" "$(image_repository):$tag" || return 1
  printf '%s:%s\n' "$(image_repository)" "$tag"
}

stamp_epoch() { date -u -d "${1:0:8} ${1:9:2}:${1:11:2}:${1:13:2}" +%s; }

# pin_image NAME: from now on whoever starts the app starts this image.
pin_image() {
  write_whole "$APP_DIRECTORY/compose.override.yaml" 0644 <<YAML
# Written by deploy: the image that runs. compose.yaml names where images come from.
services:
  $APP_SERVICE:
    image: "$1"
YAML
}

# prune_images CURRENT PREVIOUS: keeps these two ids, whatever their age, and so many of the newest that
# DEPLOY_KEEP_IMAGES are there besides the current one.
prune_images() {
  local tag id kept=0 reference still_to_come=0
  # The previous image has its place even when newer ones, that were rolled back, come before it.
  if [[ -n $2 && $2 != "$1" && -n $(image_id "$2") ]]; then still_to_come=1; fi
  while read -r tag id; do
    if [[ $id == "$1" ]]; then continue; fi
    if [[ $id == "$2" ]] || ((kept + still_to_come < DEPLOY_KEEP_IMAGES)); then
      if [[ $id == "$2" ]]; then still_to_come=0; fi
      kept=$((kept + 1))
      continue
    fi
    log "removes image $(image_repository):$tag"
    # All names of the image, or its bytes would stay under another one.
    while read -r reference; do
      docker image rm "$reference" >/dev/null </dev/null || log "warning: image $reference stays"
    done < <(docker image inspect --format '{{range .RepoTags}}{{println .}}{{end}}{{range .RepoDigests}}{{println .}}{{end}}' \
      "$(image_repository):$tag" | grep .)
  done < <(deployed_images)
}
