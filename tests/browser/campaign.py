"""What an organiser does with a petition, one evening after the other, in the rooms of the workshop."""

from __future__ import annotations

import csv
import io
import re
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.organiser import (
    PASSPHRASE,
    Site,
    download,
    follow,
    go_to,
    link_in_letter,
    press,
    saved,
    set_second_factor,
)
from tests.running import SECONDS_TO_FILL_IN

SHEETS = 500
TITLE = "Return to office: let each team decide"
#: Five employers as eight people write them; what is not the name of a known one waits for a decision.
EMPLOYERS = ("Google", "google llc", "Meta", "Gogle", "Umbrella Works Inc", "Umbrela", "Netflix", "Airbnb")


def draft(page: Page) -> None:
    follow(page, "New petition")
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Short name").fill("office")
    page.get_by_text("Working conditions, or return to the office", exact=True).click()
    page.get_by_text("The server", exact=True).click()
    press(page, "Begin")
    saved(page, "Your petition is begun")
    follow(page, "Change the text")
    page.get_by_label("Summary").fill("From March on we are to be in the office on four days. Let each team decide.")
    page.get_by_label("Text", exact=True).fill("We arranged our lives around what was agreed.\n\nHear us **first**.")
    press(page, "Remove : precedent 1")
    press(page, "Save")
    saved(page, "Saved")
    go_to(page, "Addressees")
    follow(page, "Change the addressees")
    page.get_by_label("Organisation").first.fill("Umbrella Works")
    press(page, "Remove : addressee 2")
    press(page, "Save")
    saved(page, "Saved")
    go_to(page, "Settings")
    follow(page, "Change the settings")
    page.get_by_label("How signers reach you").fill("hello@petition.example")
    press(page, "Save")
    saved(page, "hello@petition.example")


def invite_a_reviewer(page: Page, other: Page, site: Site) -> None:
    go_to(page, "Team")
    follow(page, "Invite somebody")
    page.get_by_label("E-mail address").fill("ana@example.org")
    page.get_by_text("Owner", exact=True).first.click()
    press(page, re.compile("Send|Invite"))
    go_to(page, "State and dates")
    press(page, "Send to review")
    saved(page, "It is in review")
    other.goto(link_in_letter(page, site.data_dir, "ana@example.org", "/join/"))
    other.get_by_label("Your name").fill("Ana")
    for box in other.locator("input[type=password]").all():
        box.fill(PASSPHRASE)
    other.locator("main form button").last.click()
    set_second_factor(other)
    go_to(other, "State and dates")
    other.get_by_label("Note to your team").fill("Reads well to me.")
    press(other, "It looks good")
    saved(other, "Reads well to me.")


def open_it(page: Page) -> None:
    go_to(page, "State and dates")
    saved(page, "Reads well to me.")
    press(page, "Open it now")
    saved(page, "The petition is open")


def sign_and_confirm(page: Page, site: Site) -> None:
    page.goto(site.url)
    page.get_by_role("link", name="Read and sign").first.click()
    page.get_by_label("Your private e-mail address").fill("sam@example.org")
    page.get_by_label("Your employer").fill("Google LLC")
    page.get_by_text("Current employee", exact=True).click()
    for box in ("consent_count", "consent_updates"):
        page.locator(f"label[for={box}]").click()
    time.sleep(SECONDS_TO_FILL_IN)
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("heading", name="Now check your mailbox")).to_be_visible()
    page.goto(link_in_letter(page, site.data_dir, "sam@example.org", "/c/"))
    page.get_by_role("button", name="Confirm my signature").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def import_paper(page: Page, sheets: Path) -> None:
    with sheets.open("w", encoding="utf-16", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(["Name", "E-mail", "Company", "Show in public", "News"])
        for number in range(SHEETS):
            shown, news = ("no", "yes") if number % 5 else ("yes", "no")
            address = f"paper{number}@example.org" if number % 50 == 1 else ""
            rows.writerow([f"Person {number}", address, EMPLOYERS[number % len(EMPLOYERS)], shown, news])
    go_to(page, "Imports")
    page.get_by_label("CSV file").set_input_files(sheets)
    press(page, "Upload")
    page.get_by_label("Show in public").select_option(label="Agrees to appear (yes or no)")
    page.get_by_label("News", exact=True).select_option(label="Agrees to letters (yes or no)")
    page.get_by_label("How they appear in public").select_option(label="My name and employer")
    page.get_by_label("Show my entry, as it appears in public").check()
    press(page, "Check the whole file")
    count = page.get_by_role("button", name=f"Count {SHEETS} signatures")
    expect(count).to_be_visible(timeout=30_000)
    page.get_by_label("I state that these people signed").check()
    count.click()
    expect(page.locator(".work")).to_contain_text(f"{SHEETS} signatures came in", timeout=30_000)


def merge_employers(page: Page) -> None:
    go_to(page, "Employers")
    decide(page, "Gogle", "Google")
    decide(page, "Umbrella Works Inc", "An employer of its own")
    decide(page, "Umbrela", "An employer of its own")
    press(page, re.compile("^Preview"))
    press(page, "Do it")
    follow(page, "All employers")
    follow(page, "Umbrela")
    page.get_by_label("Merge into").fill("Umbrella Works Inc")
    press(page, "Preview the merge")
    press(page, "Do it")
    go_to(page, "Employers")
    follow(page, "All employers")
    expect(page.get_by_role("row").filter(has_text="Umbrella Works")).to_contain_text("124")
    expect(page.get_by_role("row").filter(has_text="Google")).to_contain_text("190")


def decide(page: Page, typed: str, meaning: str) -> None:
    entry = page.get_by_role("group").filter(has_text=re.compile(rf"^\s*{typed}\b")).first
    entry.get_by_text(meaning, exact=True).click()


def publish_release(page: Page) -> None:
    go_to(page, "Releases")
    press(page, "Publish this table")
    saved(page, "The new table is public")


def send_update(page: Page, site: Site) -> None:
    go_to(page, "Updates and letters")
    follow(page, "Write an update")
    page.get_by_label("Title").fill("Five hundred of us")
    page.get_by_label("Text").fill("We hand over the letter **on Friday**.")
    press(page, "Save")
    follow(page, "Send it by letter")
    saved(page, "11 signers have asked for news")
    press(page, "Write to 11 signers")
    link_in_letter(page, site.data_dir, "sam@example.org", "/u/")
    link_in_letter(page, site.data_dir, "paper451@example.org", "/u/")


def record_response(page: Page, reader: Page, address: str) -> None:
    go_to(page, "Responses")
    follow(page, "Add a response")
    page.get_by_text("Made a commitment", exact=True).click()
    page.get_by_label("Day").fill(datetime.now(UTC).date().isoformat())
    page.get_by_label("Our summary").fill("The chief executive promised to hear employees before the rule begins.")
    page.get_by_label("Link to the source").fill("https://news.example/story")
    press(page, "Save and show")
    reader.goto(address)
    expect(reader.get_by_text("promised to hear employees")).to_be_visible()


def export_for_two_tools(page: Page) -> None:
    for tool, heading in (("Mailchimp", "Email Address"), ("Action Network", "email")):
        go_to(page, "Exports")
        follow(page, "Prepare a file for a tool")
        page.get_by_text(tool, exact=True).click()
        page.get_by_label("What is this export for?").fill("The newsletter of this week.")
        raw = download(page, lambda: press(page, "Download"))
        rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
        assert len(rows) == 11, tool
        assert "sam@example.org" in {row[heading] for row in rows}


def hand_over(page: Page) -> dict[str, bytes]:
    go_to(page, "Hand-over")
    with zipfile.ZipFile(io.BytesIO(download(page, lambda: press(page, "Make the package")))) as package:
        held = {name.rpartition("/")[2]: package.read(name) for name in package.namelist()}
    follow(page, "Record a hand-over")
    page.get_by_label("Day").fill(datetime.now(UTC).date().isoformat())
    page.get_by_text("In person", exact=True).click()
    page.get_by_label("What was handed over").select_option(index=1)
    press(page, "Save")
    saved(page, "In person")
    return held
