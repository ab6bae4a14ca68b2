#!/usr/bin/env bash
# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
#
# The plugin in Ardour, without a display: a new session with a preset is
# saved, and in another process loaded and exported; so it is again after the
# session was moved and the model deleted.  The input comes from a Lua processor
# that computes what tests/hosts/lib.sh writes to mono.wav.

source "$(dirname "$0")/lib.sh"

needs ardour7-lua
config=$HOME/.config/ardour7
mkdir -p "$config/scripts" "$config/export"

cat >"$config/scripts/phrase.lua" <<'END'
ardour { ["type"] = "dsp", name = "Test Phrase", license = "MIT" }

function dsp_ioconfig () return { { audio_in = 1, audio_out = 1 } } end

function dsp_run (ins, outs, n)
	local y = outs[1]:array ()
	local t = Session:transport_sample ()
	local level = Session:transport_rolling () and 0.8 or 0
	for i = 1, n do
		y[i] = level * math.exp (-(t % 24000) / 6000) * math.sin (t / 60) * math.cos (t / 200)
		t = t + 1
	end
end
END

# 32-bit float, and nothing done to it
cat >"$config/export/float.format" <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<ExportFormatSpecification name="Float" id="9d1b3f9c-6a53-4c2a-8c3e-0d0f7f3a1b01">
  <Encoding id="F_WAV" type="T_Sndfile" extension="wav" name="WAV" has-sample-format="true" channel-limit="256"/>
  <SampleRate rate="48000"/>
  <SRCQuality quality="SRC_SincBest"/>
  <EncodingOptions>
    <Option name="sample-format" value="SF_Float"/>
    <Option name="dithering" value="D_None"/>
    <Option name="tag-metadata" value="false"/>
    <Option name="tag-support" value="false"/>
    <Option name="broadcast-info" value="false"/>
  </EncodingOptions>
  <Processing><Normalize enabled="false" target="0"/></Processing>
</ExportFormatSpecification>
END
cat >"$config/export/float.preset" <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<ExportPreset id="9d1b3f9c-6a53-4c2a-8c3e-0d0f7f3a1b02" name="Float">
  <ExportFormat id="9d1b3f9c-6a53-4c2a-8c3e-0d0f7f3a1b01"/>
  <ExportFilename>
    <Folder relative="true" path="/export"/>
    <Field name="label" enabled="false"/>
    <Field name="session" enabled="false"/>
    <Field name="revision" enabled="false"/>
    <Field name="time" enabled="false" value="T_None"/>
    <Field name="date" enabled="false" value="D_None"/>
  </ExportFilename>
</ExportPreset>
END

cat >"$TMP/create.lua" <<END
local s = create_session ("$TMP/session", "test", 48000)
local r = s:new_audio_track (1, 1, nil, 1, "Guitar", -1, ARDOUR.TrackMode.Normal, true):front ()
local g = ARDOUR.LuaAPI.new_luaproc (s, "Test Phrase")
assert (not g:isnil ())
r:add_processor_by_index (g, 0, nil, true)
local p = ARDOUR.LuaAPI.new_plugin (s, "$EFFECT", ARDOUR.PluginType.LV2, "")
assert (not p:isnil ())
r:add_processor_by_index (p, 1, nil, true)
local plugin = p:to_insert ():plugin (0)
assert (plugin:load_preset (plugin:preset_by_label ("$TEST_LABEL")))
sleep (0.5)
s:save_state ("", false, false, false, false, false)
print ("saved " .. plugin:last_preset ().label)
close_session ()
quit ()
END

# Ardour takes no plugin with control voltages, so this is the one without
cat >"$TMP/predict.lua" <<END
local s = create_session ("$TMP/predict", "test", 48000)
local r = s:new_audio_track (1, 1, nil, 1, "Guitar", -1, ARDOUR.TrackMode.Normal, true):front ()
r:add_processor_by_index (ARDOUR.LuaAPI.new_luaproc (s, "Test Phrase"), 0, nil, true)
local p = ARDOUR.LuaAPI.new_plugin (s, "$PREDICT-midi", ARDOUR.PluginType.LV2, "")
assert (not p:isnil ())
r:add_processor_by_index (p, 1, nil, true)
local plugin = p:to_insert ():plugin (0)
assert (plugin:load_preset (plugin:preset_by_label ("Loud")))
sleep (0.5)
s:save_state ("", false, false, false, false, false)
print ("plays MIDI to " .. p:to_insert ():natural_output_streams ():n_midi ())
close_session ()
quit ()
END

# write_export SESSION_DIR: write the script that loads and exports a session
write_export() {
  cat >"$TMP/export.lua" <<END
local s = load_session ("$1", "test")
local p = s:route_by_name ("Guitar"):nth_plugin (1)
print ("loaded " .. p:to_insert ():plugin (0):last_preset ().label)
io.stdout:flush ()
local e = s:simple_export ()
e:set_preset ("9d1b3f9c-6a53-4c2a-8c3e-0d0f7f3a1b02")
e:set_folder ("$TMP")
e:set_name ("export")
e:set_range (0, 96000)
assert (e:run_export ())
close_session ()
quit ()
END
}

ardour() {
  timeout 60 ardour7-lua "$1" </dev/null >"$TMP/log" 2>&1
  cat "$TMP/log"
}

saves_preset() {
  ardour "$TMP/create.lua" && grep -qx "saved $TEST_LABEL" "$TMP/log"
}

# exports_expected SESSION_DIR: whether a session sounds as in wavhost.  Its
# export crashes now and then, whatever the plugin.
exports_expected() {
  write_export "$1"
  for _ in {1..8}; do
    rm -f "$TMP/export.wav"
    ardour "$TMP/export.lua"
    [ -s "$TMP/export.wav" ] &&
      contains "$TMP/export.wav" "$TMP/expected.wav" && return
  done
  return 1
}

takes_the_predictor() {
  ardour "$TMP/predict.lua" && grep -qx "plays MIDI to 1" "$TMP/log"
}

"$WAVHOST" --quiet --preset "$TEST_LABEL" "$EFFECT" "$TMP/mono.wav" \
  "$TMP/expected.wav"
check ardour_saves_preset saves_preset
check ardour_export_is_wavhost exports_expected "$TMP/session"
check ardour_loads_preset grep -x "loaded $TEST_LABEL" "$TMP/log"

# It is moved deeper, so that links break, and nothing else has the model
mkdir "$TMP/other" "$TMP/other/machine"
mv "$TMP/session" "$TMP/other/machine/moved"
rm "$TMP/lv2/test-preset.lv2/model.json"
check ardour_plays_moved_session exports_expected "$TMP/other/machine/moved"

# The predictor lets the sound through
check ardour_takes_the_predictor takes_the_predictor
cp "$TMP/mono.wav" "$TMP/expected.wav"
check ardour_lets_sound_through exports_expected "$TMP/predict"
check ardour_loads_predictor grep -x "loaded Loud" "$TMP/log"
