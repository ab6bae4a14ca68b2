// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT
//
// A small mod-ui: renders a web pedal's templates with Mustache, gives its
// elements the behaviour that their roles ask for, and calls its script.  What
// it would send to the host is in `sent`.

const sent = []
const ports = {}
const parameters = {}
const pedal = document.createElement('div')
const settings = document.createElement('div')
const data = {}
let script = null
let isStarted = false

const isShown = port => !port.designation.endsWith('#enabled')

function call (event) {
  if (isStarted) {
    const icon = [pedal]
    script({ api_version: 3, data, icon, settings: [settings], ...event }, {
      patch_get: uri => sent.push(['get', uri])
    })
  }
}

/* Ports and parameters
   ==================== */

function format (port, value) {
  const pattern = port.units.render || '%f'
  const number = port.integer ? String(Math.round(value)) : value.toFixed(2)
  const point = port.scalePoints.find(p => p.value === value)
  return point ? point.label : pattern.replace(/%(\.\d+)?[fd]/, number).replace('%%', '%')
}

// Show a value in every widget but the one that it came from
function show (port, value, source) {
  port.value = value
  port.widgets.filter(widget => widget !== source).forEach(widget => widget.show(value))
  port.fields.forEach(field => { field.textContent = format(port, value) })
  call({ type: 'change', symbol: port.symbol, value })
  if (port.trigger && value !== port.ranges.default) {
    setTimeout(() => show(port, port.ranges.default), 100)
  }
}

// A widget was moved
function send (port, value, source) {
  if (value !== port.value) {
    sent.push(['port', port.symbol, value])
    show(port, value, source)
  }
}

function showParameter (uri, value, source) {
  const parameter = parameters[uri]
  parameter.value = value
  parameter.widgets.filter(widget => widget !== source).forEach(widget => widget.show(value))
  call({ type: 'change', uri, value })
}

function sendParameter (uri, value, source) {
  if (value !== parameters[uri].value) {
    sent.push(['parameter', uri, value])
    showParameter(uri, value, source)
  }
}

// What the host tells, for the tests
function hostSets (symbol, value) {
  if (ports[symbol]) {
    show(ports[symbol], value)
  } else { // An output that is monitored
    call({ type: 'change', symbol, value })
  }
}

/* Widgets
   ======= */

function film (element, port, change) {
  const steps = port.enumeration ? port.scalePoints.length - 1
    : port.toggled ? 1
      : port.integer ? port.ranges.maximum - port.ranges.minimum
        : Number(element.getAttribute('mod-widget-rotation')) || 64
  const { minimum, maximum } = port.ranges
  let position = 0
  let last = null
  let isDragged = false

  const turn = () => {
    const degrees = element.getAttribute('mod-widget-rotation')
    if (degrees) {
      element.style.transform = `rotate(${position / steps * degrees - degrees / 2}deg)`
    }
  }
  const move = to => {
    position = Math.min(steps, Math.max(0, to))
    turn()
    const value = minimum + position * (maximum - minimum) / steps
    change(port.integer ? Math.round(value) : value)
  }
  element.addEventListener('mousedown', event => {
    event.preventDefault()
    last = event.pageY
    isDragged = false
    if (port.trigger) {
      change(maximum)
    }
  })
  document.addEventListener('mousemove', event => {
    if (last !== null && !port.trigger && event.pageY !== last) {
      isDragged = true
      move(position + (last - event.pageY) / Math.ceil(200 / steps))
      last = event.pageY
    }
  })
  document.addEventListener('mouseup', () => { last = null })
  element.addEventListener('click', () => {
    if (!isDragged && !port.trigger) {
      move(position + (port.toggled ? (position ? -1 : 1) : 4))
    }
  })
  element.addEventListener('wheel', event => move(position - event.deltaY / 120 * 4))
  return {
    show (value) {
      position = Math.round((value - minimum) * steps / (maximum - minimum))
      turn()
    }
  }
}

function toggle (element, port, change) {
  const { minimum, maximum } = port.ranges
  const widget = {
    show (value) {
      element.classList.toggle('on', value !== minimum)
      element.classList.toggle('off', value === minimum)
    }
  }
  element.addEventListener(port.trigger ? 'mousedown' : 'click', () => {
    const value = port.trigger || port.value === minimum ? maximum : minimum
    widget.show(value)
    change(value)
  })
  return widget
}

function select (element, attribute, field, change) {
  const options = [...element.querySelectorAll('[mod-role=enumeration-option]')]
  const widget = {
    show (value) {
      const chosen = options.find(option => option.getAttribute(attribute) === String(value))
      options.forEach(option => option.classList.remove('selected'))
      if (chosen) {
        chosen.classList.add('selected')
        element.querySelectorAll(field).forEach(f => { f.textContent = chosen.textContent })
      }
    }
  }
  options.forEach(option => option.addEventListener('click', () => {
    const value = option.getAttribute(attribute)
    widget.show(value)
    change(value)
  }))
  element.addEventListener('click', () => { // As jQuery's toggle()
    const list = element.querySelector('.mod-enumerated-list')
    if (list) {
      const isOpen = getComputedStyle(list).display !== 'none'
      list.style.display = isOpen ? 'none' : 'block'
    }
  })
  return widget
}

/* Templates
   ========= */

function makeWidget (element, port) {
  const change = value => send(port, value, widget)
  const kind = element.getAttribute('mod-widget') || 'film'
  const widget = kind === 'switch' ? toggle(element, port, change)
    : kind === 'custom-select'
      ? select(element, 'mod-port-value', '[mod-role=input-control-value]', value => change(Number(value)))
      : film(element, port, change)
  return widget
}

// Let a value be typed
function makeField (field, port) {
  if (port.enumeration || port.toggled) {
    return
  }
  field.setAttribute('contenteditable', true)
  field.addEventListener('focus', () => getSelection().selectAllChildren(field))
  field.addEventListener('keydown', event => {
    if (event.key === 'Enter') {
      event.preventDefault()
      field.blur()
    }
  })
  field.addEventListener('blur', () => {
    const value = parseFloat(field.textContent)
    const { minimum, maximum } = port.ranges
    const isValue = !isNaN(value)
    const within = isValue ? Math.min(maximum, Math.max(minimum, value)) : port.value
    send(port, within)
    field.textContent = format(port, port.value)
  })
}

function give (element, role, make) {
  element.querySelectorAll(`[mod-role=${role}]`).forEach(make)
}

function bringToLife (element) {
  give(element, 'input-control-port', control => {
    const port = ports[control.getAttribute('mod-port-symbol')]
    port.widgets.push(makeWidget(control, port))
  })
  give(element, 'input-control-value', field => {
    const port = ports[field.getAttribute('mod-port-symbol')]
    port.fields.push(field)
    makeField(field, port)
  })
  give(element, 'input-parameter', control => {
    const uri = control.getAttribute('mod-parameter-uri')
    const widget = select(control, 'mod-parameter-value', '[mod-role=input-parameter-value]',
      value => sendParameter(uri, value, widget))
    parameters[uri].widgets.push(widget)
  })
  give(element, 'bypass', control => {
    ports[':bypass'].widgets.push(toggle(control, ports[':bypass'],
      value => send(ports[':bypass'], value)))
  })
  give(element, 'bypass-light', light => {
    ports[':bypass'].widgets.push({
      show (value) {
        light.classList.toggle('on', !value)
        light.classList.toggle('off', Boolean(value))
      }
    })
  })
}

function templateData () {
  const inputs = effect.ports.control.input
  const controls = effect.gui.ports.map(control => {
    const { comment, scalePoints } = inputs.find(port => port.symbol === control.symbol)
    return { ...control, comment, scalePoints }
  })
  const shown = { ...effect.ports, control: { ...effect.ports.control, input: inputs.filter(isShown) } }
  return {
    effect: { ...effect, ports: shown },
    controls,
    brand: effect.gui.brand,
    label: effect.gui.label,
    cns: '_test',
    ns: '?uri=test',
    presets: { factory: [{ uri: 'urn:preset', label: 'Preset' }], user: [] }
  }
}

function start () {
  const bypass = {
    symbol: ':bypass', name: 'Bypass', designation: '', toggled: true, units: {}, scalePoints: [],
    ranges: { minimum: 0, maximum: 1, default: 0 }
  }
  for (const port of [...effect.ports.control.input, bypass]) {
    ports[port.symbol] = { ...port, value: port.ranges.default, widgets: [], fields: [] }
  }
  for (const parameter of effect.parameters) {
    parameters[parameter.uri] = { ...parameter, value: undefined, widgets: [] }
  }

  const style = document.createElement('style')
  style.textContent = Mustache.render(resources.stylesheet, templateData())
  document.head.append(style)
  pedal.className = 'mod-pedal'
  pedal.innerHTML = Mustache.render(resources.iconTemplate, templateData())
  settings.className = 'mod-settings'
  settings.innerHTML = Mustache.render(resources.settingsTemplate, templateData())
  document.body.append(pedal, settings)
  eval('script = ' + resources.javascript) // As mod-ui does
  bringToLife(pedal)
  bringToLife(settings)
  Object.values(ports).forEach(port => show(port, port.value))

  isStarted = true
  call({
    type: 'start',
    ports: Object.values(ports).map(({ symbol, value }) => ({ symbol, value })),
    parameters: Object.values(parameters).map(({ uri, value }) => ({ uri, value }))
  })
}

start()
