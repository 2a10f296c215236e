"""Which addresses of the network a page may be fetched from: those of the open internet alone."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_CARRIERS = (IPv6Network("64:ff9b::/96"), IPv6Network("::ffff:0:0/96"))  # the last 32 bits are IPv4
_UNICAST = IPv6Network("2000::/3")  # all that is given out to the internet (RFC 4291, 2.4)


def is_open(text: str, *, loopback: bool = False) -> bool:
    """Whether an IP address belongs to the open internet (IANA's special-purpose registries).

    Addresses that carry another within them (IPv4-mapped, NAT64, 6to4, Teredo) are judged by that one.
    `loopback` lets this machine itself through.
    """
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    inner = _carried(address)
    if inner is not None:
        return is_open(str(inner), loopback=loopback)
    if loopback and address.is_loopback:
        return True
    if isinstance(address, IPv6Address) and address not in _UNICAST:
        return False
    closed = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_link_local
    return address.is_global and not closed


def _carried(address: IPv4Address | IPv6Address) -> IPv4Address | None:
    if isinstance(address, IPv4Address):
        return None
    if any(address in net for net in _CARRIERS):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address.sixtofour is not None:
        return address.sixtofour
    return address.teredo[1] if address.teredo is not None else None
