# shellcheck shell=bash
# notify: what arrives is valid, whatever the text; and secrets stay secret.

body() { grep '^POST /alerts' "$SCRATCH/requests" | tail -n 1 | sed 's/^POST [^ ]* //'; }

test_webhook_receives_valid_json_whatever_the_text() {
  server
  local text=$'quote " backslash \\ tab\t newline\n bell \a 日本語 \xff end'
  succeeds "$BIN/notify" alert "$text" "$text"
  body | python3 -c '
import json, sys
document = json.load(sys.stdin)
assert document["level"] == "alert", document
assert document["host"] == "row", document
assert document["subject"] == "quote \" backslash \\ tab\t newline\n bell \a 日本語  end", document["subject"]
assert "ALERT" in document["text"] and document["content"] == document["text"]
assert isinstance(document["time"], int)
'
}

test_url_is_never_an_argument() {
  server
  # A curl that writes down its arguments.
  printf '#!/bin/bash\nprintf "%%s\\n" "$*" >>%q\nexec /usr/bin/curl "$@"\n' "$SCRATCH/curl" >"$SCRATCH/fakes/curl"
  chmod +x "$SCRATCH/fakes/curl"
  succeeds "$BIN/notify" alert subject body
  equal alerts 1 "$(alerts)"
  lacks arguments "$URL" "$(cat "$SCRATCH/curl")"
}

test_secrets_are_read_and_never_executed() {
  server
  # shellcheck disable=SC2016 # the command must not run here either
  printf 'X=$(touch %s)\nALERTS="%s/alerts"\r\n; touch %s\n' "$SCRATCH/ran" "$URL" "$SCRATCH/ran" >"$NAGAYA_ETC/secrets.env"
  succeeds "$BIN/notify" alert subject
  equal alerts 1 "$(alerts)"
  [[ ! -e $SCRATCH/ran ]] || fail 'secrets.env was executed'
}

test_missing_secret_and_failing_receiver_are_failures() {
  server
  echo 500 >"$SCRATCH/www/alerts"
  fails 1 "$BIN/notify" alert subject body
  rm "$NAGAYA_ETC/secrets.env"
  fails 1 "$BIN/notify" alert subject body
  contains output 'ALERTS is not set' "$(output)"
}

test_mail_goes_to_sendmail_and_one_channel_is_enough() {
  server
  host_conf NOTIFY_MAIL=ops@example.com
  echo 500 >"$SCRATCH/www/alerts"
  printf '#!/bin/bash\n{ echo "arguments: $*"; cat; } >%q\n' "$SCRATCH/mail" >"$SCRATCH/fakes/sendmail"
  chmod +x "$SCRATCH/fakes/sendmail"
  succeeds "$BIN/notify" clear $'all\nBcc: evil@example.com' '日本語'
  contains mail 'arguments: -t -i' "$(cat "$SCRATCH/mail")"
  contains mail 'To: ops@example.com' "$(cat "$SCRATCH/mail")"
  contains mail 'Subject: [row] clear: all Bcc: evil@example.com' "$(cat "$SCRATCH/mail")"
  succeeds "$BIN/notify" clear 'ディスク' ''
  contains mail "Subject: =?UTF-8?B?$(printf '[row] clear: ディスク' | base64 -w 0)?=" "$(cat "$SCRATCH/mail")"
}

test_wrong_use_is_told() {
  server
  fails 2 "$BIN/notify"
  fails 2 "$BIN/notify" shout subject
}

test_certificate_hook_reloads_only_a_configuration_that_loads() {
  server
  # shellcheck disable=SC2016 # for the program that is written
  printf '#!/bin/bash\necho "$*" >>%q\n[[ $1 != -t || ! -e %q ]]\n' "$SCRATCH/nginx" "$SCRATCH/broken" >"$SCRATCH/fakes/nginx"
  chmod +x "$SCRATCH/fakes/nginx"
  succeeds "$BIN/certificate-reload"
  equal calls $'-t\n-s reload' "$(cat "$SCRATCH/nginx")"
  touch "$SCRATCH/broken"
  : >"$SCRATCH/nginx"
  fails 1 "$BIN/certificate-reload"
  equal calls -t "$(cat "$SCRATCH/nginx")"
}
