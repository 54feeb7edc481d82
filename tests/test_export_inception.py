"""Annotations for INCEpTION, as WebAnno TSV and as CAS JSON, and what comes back."""

from __future__ import annotations

from hypothesis import given
from claimpack.annotations import (
    AnnotationFile,
    Annotations,
    Attribute,
    Fragment,
    Link,
    Mark,
    Node,
    Note,
    Reading,
    Reference,
    Role,
)
from claimpack.exporters.layers import name_feature
from claimpack.exporters.losses import Losses
from claimpack.exporters.narrowing import join_fragments
from claimpack.exporters.webanno_tsv import UNREADABLE
from claimpack.readers.uima import read_cas_json
from claimpack.readers.webanno_tsv import read_webanno_tsv
from exported import (
    NOWHERE,
    TIDY,
    WILD,
    export,
    forget_places,
    make_annotations,
    make_text,
    read_seed,
)


JOINED = "marks in fragments, which now cover what lies between"
IDS = "ids, which are now others or none"
READERS = {
    "webanno-tsv": ("dam.tsv", read_webanno_tsv),
    "cas-json": ("dam.json", read_cas_json),
}


def read_back(target: str, annotations: Annotations) -> tuple[Annotations, dict[str,int]]:
    files, lost = export(target, make_text(annotations))
    name, reader = READERS[target]
    (reading,) = reader(AnnotationFile(path=name, content=files[name]))
    assert (reading.findings, reading.refused_count) == ((), 0)
    return sort(reading.annotations), lost


def sort(a: Annotations) -> Annotations:
    a = forget_places(a)
    attributes = sorted(((it.target_id, it.label, it.value or "") for it in a.attributes))
    return Annotations(path="", text=a.text, marks=tuple(sorted(a.marks)), nodes=tuple(sorted(a.nodes)), links=tuple(sorted(a.links)), references=tuple(sorted(a.references)), notes=tuple(sorted(a.notes)),
      attributes=tuple(Attribute("", b, a, c, NOWHERE) for a,b,c in attributes))


def expect(annotations: Annotations) -> Annotations:
    a = join_fragments(annotations, Losses())
    attributes = {}
    for it in a.attributes:
        k = (it.target_id, name_feature(it.label))
        attributes.setdefault(k, Attribute("", k[1], k[0], None if it.value=="true" else it.value, NOWHERE))
    nodes = tuple(n._replace(roles=tuple(r._replace(name=r.name or "roles") for r in n.roles)) for n in a.nodes)
    from dataclasses import replace
    return sort(replace(a, attributes=tuple(attributes.values()), nodes=nodes))


@given(make_annotations(WILD))
def test_json(annotations: Annotations) -> None:
    back, lost = read_back("cas-json", annotations)
    assert back == expect(annotations)

def spellall(a):
    from dataclasses import replace
    s=lambda x: UNREADABLE.sub(" ", x)
    return replace(a,
      marks=tuple(m._replace(label=s(m.label)) for m in a.marks),
      nodes=tuple(m._replace(label=s(m.label),roles=tuple(Role(s(r.name),r.target_id) for r in m.roles)) for m in a.nodes),
      links=tuple(m._replace(label=s(m.label),names=tuple(map(s,m.names))) for m in a.links),
      notes=tuple(m._replace(label=s(m.label),text=s(m.text)) for m in a.notes),
      references=tuple(m._replace(register=s(m.register),key=s(m.key),text=s(m.text)) for m in a.references),
      attributes=tuple(m._replace(value=m.value and s(m.value)) for m in a.attributes))

def trim(m, text):
    (f,) = m.fragments
    w = text[f[0]:f[1]]
    lead = len(text)-len(text.lstrip())
    st = f[0]
    if st >= lead or not text[st:lead] :
        pass
    s,e = f
    while e>s and text[e-1].isspace() and e-1 >= lead: e-=1
    while s<e and text[s].isspace() and s>=lead: s+=1
    if s==e: 
        return None
    return m._replace(fragments=(Fragment(s,e),), text=text[s:e])

@given(make_annotations(WILD))
def test_tsv(annotations: Annotations) -> None:
    back, lost = read_back("webanno-tsv", annotations)
    e = expect(spellall(annotations))
    assert back.text == e.text
    for k in ("nodes","links","references","notes","attributes"):
        assert getattr(back,k)==getattr(e,k), k
    assert len(back.marks)==len(e.marks)
    for a,b in zip(back.marks,e.marks):
        t = trim(b, e.text)
        if t is not None: assert a==t
        else: assert a.text=="" and a.label==b.label
