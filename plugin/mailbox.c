// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "mailbox.h"

void
rmn_mailbox_init(RmnMailbox* const mailbox)
{
  rmn_mailbox_want(mailbox, rmn_setting_default);
}

void
rmn_mailbox_want(RmnMailbox* const mailbox, const RmnSetting setting)
{
  atomic_store(&mailbox->wanted, setting);
}

RmnSetting
rmn_mailbox_wanted(RmnMailbox* const mailbox)
{
  return atomic_load(&mailbox->wanted);
}

uint32_t
rmn_mailbox_draw_ticket(RmnMailbox* const mailbox)
{
  return atomic_fetch_add(&mailbox->ticket, 1U) + 1U;
}

void
rmn_mailbox_return_ticket(RmnMailbox* const mailbox, uint32_t ticket)
{
  const uint32_t before = ticket - 1U;
  atomic_compare_exchange_strong(&mailbox->ticket, &ticket, before);
}

bool
rmn_mailbox_is_latest(RmnMailbox* const mailbox, const uint32_t ticket)
{
  return atomic_load(&mailbox->ticket) == ticket;
}

void
rmn_mailbox_put(RmnMailbox* const mailbox, RmnSound* const sound)
{
  atomic_store(&mailbox->ready, sound);
}

bool
rmn_mailbox_is_full(RmnMailbox* const mailbox)
{
  return atomic_load(&mailbox->ready);
}

RmnSound*
rmn_mailbox_take(RmnMailbox* const mailbox)
{
  return atomic_exchange(&mailbox->ready, NULL);
}

void
rmn_mailbox_retire(RmnMailbox* const mailbox, RmnSound* const sound)
{
  // Others only ever take the whole list, so it cannot grow in between
  sound->next = atomic_exchange(&mailbox->retired, NULL);
  atomic_store(&mailbox->retired, sound);
}

RmnSound*
rmn_mailbox_take_retired(RmnMailbox* const mailbox)
{
  return atomic_exchange(&mailbox->retired, NULL);
}
