"""Bank statements as French banks give them, for tests."""

from datetime import date

CSV_HEAD = "Date;Date de valeur;Libellé;Débit euros;Crédit euros\r\n"


def csv_of(*lines: tuple[str, str, str, str], head: str = CSV_HEAD, before: str = "") -> str:
    """Lines of day, label, debit, credit."""
    rows = (f'{day};{day};"{label}";{debit};{credit}\r\n' for day, label, debit, credit in lines)
    return before + head + "".join(rows)


def ofx_of(*operations: tuple[date, str, str], xml: bool = False, ends: bool = True) -> bytes:
    """Operations of day, signed amount, words."""
    head = (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        '<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>\n'
        if xml
        else "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\n"
        "COMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n"
    )

    def leaf(name: str, text: str) -> str:
        return f"<{name}>{text}</{name}>\n" if xml else f"<{name}>{text}\n"

    listed = "".join(
        "<STMTTRN>\n"
        + leaf("TRNTYPE", "OTHER") + leaf("DTPOSTED", f"{day:%Y%m%d}120000[+1:CET]") + leaf("TRNAMT", amount)
        + leaf("FITID", f"X{number}") + leaf("NAME", "VIR INST") + leaf("MEMO", words) + "</STMTTRN>\n"
        for number, (day, amount, words) in enumerate(operations)
    )  # fmt: skip
    body = (
        "<OFX>\n<BANKMSGSRSV1>\n<STMTTRNRS>\n" + leaf("TRNUID", "0") + "<STMTRS>\n" + leaf("CURDEF", "EUR")
        + "<BANKTRANLIST>\n" + listed + ("</BANKTRANLIST>\n</STMTRS>\n</STMTTRNRS>\n</BANKMSGSRSV1>\n</OFX>\n" if ends else "<STMTTRN>\n<TRNTY")
    )  # fmt: skip
    return (head + body).encode("utf-8" if xml else "cp1252")


def entry_of(
    day: date, amount: str, words: str, *, side: str = "CRDT", currency: str = "EUR", status: str = "BOOK"
) -> str:
    """One entry of a CAMT.053, its reference as the standard has it."""
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>{status}</Cd></Sts>'
        f"<BookgDt><Dt>{day}</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"
        f"<RmtInf><Strd><CdtrRefInf><Ref>{words}</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )


def camt_of(*entries: str, ends: bool = True, before: str = "") -> bytes:
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">'
        f"<BkToCstmrStmt><Stmt><Id>1</Id>{''.join(entries)}"
    )
    return (text + ("</Stmt></BkToCstmrStmt></Document>" if ends else "<Ntry><Amt Ccy=")).encode()
