// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT
//
// What the pedal shows besides the controls, which mod-ui drives by itself.
// mod-ui evaluates this file as one function, and calls it with `start` once,
// and with `change` for each port and parameter that changes.

function (event, host) {
  const uri = 'urn:remanence#'
  const pedal = event.icon[0]
  const find = selector => pedal.querySelector(selector)

  // A preset's file is called like any other's, so its folder names it
  function showModel (path) {
    const parts = path.split('/')
    const file = parts.pop()
    const name = file === 'model.json' && parts.length ? parts.pop() : file
    const option = find('.rmn-file .selected')
    const isListed = option && option.getAttribute('mod-parameter-value') === path
    if (path && !isListed) {
      find('.rmn-file .rmn-value').textContent = name
    }
  }

  // One name a line; a model has no more knobs than names
  function showKnobs (text) {
    const names = text ? text.split('\n') : []
    pedal.querySelectorAll('[class*="rmn-at-knob_"]').forEach((knob, k) => {
      knob.classList.toggle('rmn-absent', k >= names.length)
      knob.querySelector('.rmn-name').textContent = names[k] || ''
    })
  }

  // Errors stand until they are read, whatever comes after them
  function showMessage (text) {
    const banner = find('.rmn-banner')
    const isNote = event.data.severity === 1
    event.data.severity = 2
    if (banner.classList.contains('rmn-error') && (isNote || !text)) {
      return
    }
    banner.classList.remove('rmn-note', 'rmn-error')
    banner.querySelector('span').textContent = text
    if (text) {
      void banner.offsetWidth // Begins the animation anew
      banner.classList.add(isNote ? 'rmn-note' : 'rmn-error')
    }
  }

  function showParameter (name, value) {
    switch (name) {
      case 'model':
        showModel(value || '')
        break
      case 'knobNames':
        showKnobs(value || '')
        break
      case 'severity':
        event.data.severity = Number(value)
        break
      case 'message':
        showMessage(value || '')
        break
    }
  }

  function showPort (symbol, value) {
    if (symbol === 'latency') {
      find('.rmn-latency').textContent = value ? `Latency ${value} frames` : ''
    } else if (symbol.startsWith('value_')) {
      find(`.rmn-at-${symbol} s`).style.width = `${100 * value}%`
    } else if (symbol === 'winner') {
      find('.rmn-winner').textContent = value ? `Class ${value}` : ''
    } else if (symbol === 'calibrate') { // Else nothing hears of the level
      find('.rmn-at-input_level').classList.toggle('rmn-idle', value < 0.5)
    }
  }

  const isParameter = text => text && text.startsWith(uri)
  if (event.type === 'start') {
    find('.rmn-banner').addEventListener('click', click => {
      click.currentTarget.classList.remove('rmn-note', 'rmn-error')
    })
    event.ports.forEach(port => showPort(port.symbol, port.value))
    event.parameters
      .filter(parameter => isParameter(parameter.uri) && parameter.value)
      .forEach(parameter => showParameter(parameter.uri.slice(uri.length), parameter.value))
    if (host.patch_get) { // Of mod-ui 1.9 and newer
      host.patch_get(`${uri}knobNames`)
      host.patch_get(`${uri}message`)
    }
  } else if (isParameter(event.uri)) {
    showParameter(event.uri.slice(uri.length), event.value)
  } else if (event.symbol) {
    showPort(event.symbol, event.value)
  }
}
