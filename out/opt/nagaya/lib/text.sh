# shellcheck shell=bash
# Text put safely into JSON, HTML and mail headers.

# valid_utf8: drops the bytes that are not UTF-8 from a whole document: a reader would refuse all of it for one.
valid_utf8() { iconv -c -f UTF-8 -t UTF-8; }

# json_string TEXT: a JSON string with its quotes.
json_string() {
  local text=$1 character out='' index
  text=${text//\\/\\\\}
  text=${text//\"/\\\"}
  text=${text//$'\n'/\\n}
  text=${text//$'\t'/\\t}
  if [[ $text == *[[:cntrl:]]* ]]; then
    for ((index = 0; index < ${#text}; index++)); do
      character=${text:index:1}
      if [[ $character == [[:cntrl:]] ]]; then printf -v character '\\u%04x' "'$character"; fi
      out+=$character
    done
    text=$out
  fi
  printf '"%s"' "$text"
}

# html_text TEXT: safe between tags and within a quoted attribute.
html_text() {
  local text=$1
  text=${text//&/\&amp;}
  text=${text//</\&lt;}
  text=${text//>/\&gt;}
  text=${text//\"/\&quot;}
  text=${text//\'/\&#39;}
  printf '%s' "$text"
}

# header_text TEXT: one line for a mail header, as an encoded word (RFC 2047) unless it is plain ASCII.
header_text() {
  local text=${1//[$'\r\n']/ }
  if [[ $text == *[!\ -~]* ]]; then
    printf '=?UTF-8?B?%s?=' "$(printf '%s' "$text" | base64 -w 0)"
  else
    printf '%s' "$text"
  fi
}
