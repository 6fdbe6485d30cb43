"""What mail servers and providers write of a letter that came back, each in its own way; `{label}` is our reference."""

from __future__ import annotations

LABEL = "abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrst"
POSTFIX = """From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: bounces+{label}@petition.example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B1"

--B1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
X-Postfix-Queue-ID: 4A1B2

Final-Recipient: rfc822; ann@example.org
Original-Recipient: rfc822;ann@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <ann@example.org>: Recipient address rejected: User unknown

--B1
Content-Type: message/rfc822

Message-ID: <{label}.0123456789abcdef@petition.example.org>
Subject: News you asked for

Text
--B1--
"""
EXCHANGE = """From: postmaster@corp.example
To: no-reply@petition.example.org
Content-Type: multipart/report; report-type=delivery-status; boundary="_E_"

--_E_
Content-Type: multipart/alternative; boundary="_F_"

--_F_
Content-Type: text/plain

Your message couldn't be delivered.
--_F_--
--_E_
Content-Type: message/delivery-status

Reporting-MTA: dns;AM0PR01.corp.example

Final-Recipient: rfc822;ann@example.org
Action: failed
Status: 5.4.1
Diagnostic-Code: smtp;550 5.4.1 Recipient address rejected: Access denied.

--_E_
Content-Type: text/rfc822-headers

Message-ID: <{label}.0123456789abcdef@petition.example.org>
--_E_--
"""
EXIM = """From: Mail Delivery System <Mailer-Daemon@exim.example>
X-Failed-Recipients: ann@example.org
Auto-Submitted: auto-replied
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

  ann@example.org
    host mx.example.org [192.0.2.9]
    SMTP error from remote mail server after RCPT TO:<ann@example.org>:
    550 5.1.1 unknown user

------ This is a copy of the message, including all the headers. ------

Message-ID: <{label}.0123456789abcdef@petition.example.org>
"""
QMAIL = """From: MAILER-DAEMON@qmail.example
Subject: failure notice

Hi. This is the qmail-send program at qmail.example.
I'm afraid I wasn't able to deliver your message to the following addresses.

<ann@example.org>:
192.0.2.7 does not like recipient.
Remote host said: 550 no such user

--- Below this line is a copy of the message.

Message-ID: <{label}.0123456789abcdef@petition.example.org>
"""
GMAIL_FULL = """From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
Content-Type: multipart/report; boundary="G"; report-type=delivery-status

--G
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com

Final-Recipient: rfc822; ann@example.org
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp; 552-5.2.2 The email account that you tried to reach is over quota.
--G
Content-Type: message/rfc822

Message-ID: <{label}.0123456789abcdef@petition.example.org>

x
--G--
"""
DELAYED = POSTFIX.replace("Action: failed", "Action: delayed").replace("5.1.1", "4.4.1")
SENDMAIL = EXCHANGE.replace("5.4.1", "5.0.0").replace("Recipient address rejected: Access denied.", "User unknown")
POLICY = POSTFIX.replace("5.1.1", "5.7.1")
ARF = """From: <fbl@provider.example>
Content-Type: multipart/report; report-type=feedback-report; boundary="A"

--A
Content-Type: text/plain

This is an email abuse report.
--A
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Provider-FBL/1.0
Version: 1
Original-Rcpt-To: <ann@example.org>

--A
Content-Type: message/rfc822

Message-ID: <{label}.0123456789abcdef@petition.example.org>
Subject: News you asked for

Text
--A--
"""
HOLIDAY = """From: ann@example.org
Subject: Out of office
Auto-Submitted: auto-replied

I am away. In-Reply-To: <{label}.0123456789abcdef@petition.example.org> 550 5.1.1
"""
