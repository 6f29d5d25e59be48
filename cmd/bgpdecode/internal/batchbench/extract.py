# Extracts time, peer, code, subcode and octets from BGP lines of a log, and nothing more.
import re, sys

hit = re.compile(rb"notif|adjch|bgp", re.I)
form = re.compile(
    rb"(?P<peer>\d+\.\d+\.\d+\.\d+|[0-9a-fA-F:]{3,}::?[0-9a-fA-F]+)"
    rb".*?(?:(?P<code>\d+)\s?/\s?(?P<sub>\d+)|code[ =:]+(?P<code2>\d+)[^0-9]+(?:subcode|sub|error)?[ =:]*(?P<sub2>\d+))"
    rb"(?:.*?(?P<hex>(?:[0-9A-Fa-f]{2,4} ){3,}|[0-9A-Fa-f]{8,}))?", re.S)
stamp = re.compile(rb"\d{4}-\d\d-\d\d[T ][\d:.]+Z?|[A-Z][a-z]{2} +\d+ [\d:]+")

out = sys.stdout
with open(sys.argv[1], "rb") as f:
    for line in f:
        if not hit.search(line):
            continue
        m = form.search(line)
        if not m:
            continue
        t = stamp.search(line)
        out.write("%s\t%s\t%s\t%s\t%s\n" % (
            t and t.group().decode(), m["peer"].decode(), (m["code"] or m["code2"]).decode(),
            (m["sub"] or m["sub2"]).decode(), (m["hex"] or b"").decode()))
