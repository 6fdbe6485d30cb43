"""Mail domains that everybody knows: by them, and by those of companies, organisers recognise a keyed domain."""

from __future__ import annotations

MAILBOX_PROVIDERS = frozenset(
    """
    126.com 163.com aol.com bigpond.com bluewin.ch bol.com.br btinternet.com comcast.net cox.net duck.com email.cz
    fastmail.com fastmail.fm free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hey.com
    hotmail.co.uk hotmail.com hotmail.de hotmail.fr hotmail.it hushmail.com icloud.com laposte.net libero.it live.co.uk
    live.com live.nl mac.com mail.com mail.ru mailbox.org mailfence.com me.com msn.com naver.com optonline.net
    orange.fr outlook.com outlook.de outlook.fr pm.me posteo.de posteo.net proton.me protonmail.ch protonmail.com
    qq.com rambler.ru rediffmail.com riseup.net rocketmail.com runbox.com sbcglobal.net seznam.cz sfr.fr sky.com
    startmail.com t-online.de telenet.be terra.com.br tiscali.it tuta.com tuta.io tutamail.com tutanota.com tutanota.de
    uol.com.br verizon.net virgilio.it wanadoo.fr web.de wp.pl xs4all.nl yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk
    yahoo.com yahoo.com.br yahoo.de yahoo.es yahoo.fr yahoo.it yandex.com yandex.ru ymail.com zoho.com ziggo.nl
    """.split()
)
