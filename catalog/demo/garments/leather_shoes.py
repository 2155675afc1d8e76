"""Boots, loafers, heels and flats."""

from dataclasses import dataclass

import numpy as np

from catalog.demo.cloth import Cloth
from catalog.demo.curves import Points, dashes, ellipse, parallel, portion, ribbon, shifted, trace
from catalog.demo.easel import Easel, Panel
from catalog.demo.garments import fastenings, soles
from catalog.demo.palette import BRASS, RGB, SOLE_DARK, mix

LOW = soles.GROUND_LINE


@dataclass(frozen=True)
class AnkleBoot:
    style: str = "chelsea"  # chelsea, laced or zipped
    shaft: float = 300  # height of the shaft above the sole
    heel: float = 44
    sole: RGB = SOLE_DARK
    chunky: bool = False
    laces: RGB = (60, 52, 48)
    collar: RGB | None = None  # a padded collar of another colour

    def draw(self, easel: Easel, cloth: Cloth) -> None:
        soles.draw_pair(easel, lambda sheet: self._draw_boot(sheet, cloth), 290)

    @property
    def _floor(self) -> float:
        return LOW - (58 if self.chunky else self.heel)

    def _front(self) -> Points:
        """From the top of the shaft down the instep to the toe."""
        y = self._floor
        return trace(
            (424, y - self.shaft),
            (426, y - 200, 440, y - 150, 516, y - 118),
            (590, y - 90, 660, y - 94, 704, y - 82),
            (776, y - 68, 790, y - 30, 778, y + 12),
        )

    def _back(self) -> Points:
        y = self._floor
        return trace(
            (158, y + 6),
            (146, y - 70, 186, y - 120, 190, y - 200),
            (192, y - 250, 184, y - self.shaft),
        )

    def _draw_boot(self, easel: Easel, cloth: Cloth) -> None:
        y = self._floor
        rim = trace(
            (184, y - self.shaft),
            (300, y - self.shaft - 26, 424, y - self.shaft),
            (300, y - self.shaft + 22, 184, y - self.shaft),
        )
        easel.panel(rim, cloth.shaded(0.34), volume=0, line=1.3)
        top = trace(tuple(self._back()[-1]), (300, y - self.shaft + 18, 424, y - self.shaft))
        upper = easel.panel(
            np.vstack([self._back(), top[1:], self._front()[1:]]), cloth, volume=1.25
        )
        crease = [
            trace((470, y - 150), (450, y - 110, 470, y - 60)),
            trace((520, y - 128), (500, y - 90, 520, y - 50)),
        ]
        easel.folds(crease, upper, depth=0.7)
        {"chelsea": self._draw_gore, "laced": self._draw_laced, "zipped": self._draw_zipped}[
            self.style
        ](easel, cloth, upper)
        self._draw_counter(easel, cloth, upper)
        self._draw_base(easel)

    def _draw_gore(self, easel: Easel, cloth: Cloth, upper: Panel) -> None:
        y, top = self._floor, self._floor - self.shaft
        gore = trace(
            (262, top + 8),
            (362, top + 8),
            (352, y - 180, 330, y - 112),
            (312, y - 96, 296, y - 112),
            (268, y - 190, 262, top + 8),
        )
        panel = easel.panel(gore, cloth.solid().of("plain").shaded(0.24), volume=0.4, line=1.5)
        easel.lines(
            [trace((266 + d, top + 6), (292 + d * 0.5, y - 100)) for d in range(0, 100, 9)],
            cloth.seam,
            width=1.7,
            opacity=0.4,
            on=panel,
        )
        tab = ribbon(
            trace((196, top + 26), (186, top - 26, 206, top - 34), (222, top - 30, 216, top + 22)),
            13,
        )
        easel.panel(tab, cloth.shaded(0.12), volume=0.5, lift=2, line=1.3)
        easel.lines(
            dashes(parallel(gore[1:29], -8), 5, 4), cloth.seam, width=1.3, opacity=0.6, on=upper
        )

    def _draw_laced(self, easel: Easel, cloth: Cloth, upper: Panel) -> None:
        y = self._floor
        throat = portion(self._front()[:29], 0.0, 0.78)
        stay = np.vstack([throat, parallel(throat, 50)[::-1]])
        panel = easel.panel(stay, cloth.shaded(0.04), volume=0.5, line=1.5)
        easel.lines(
            dashes(parallel(throat, 43), 5, 4), cloth.seam, width=1.3, opacity=0.6, on=panel
        )
        span = portion(throat, 0.08, 0.95)
        fastenings.draw_laces(
            easel, shifted(parallel(span, -8), 4, 0), parallel(span, 28), 8, self.laces, 9
        )
        if self.collar:
            pad = ribbon(
                trace(
                    (184, y - self.shaft + 4), (300, y - self.shaft + 22, 430, y - self.shaft + 4)
                ),
                [34, 40, 34],
            )
            easel.panel(pad, Cloth(self.collar), lift=3)
        cap = trace((660, y + 12), (628, y - 60, 664, y - 108))
        easel.lines([cap, parallel(cap, 6)], cloth.seam, width=1.5, opacity=0.6, on=upper)

    def _draw_zipped(self, easel: Easel, cloth: Cloth, upper: Panel) -> None:
        y = self._floor
        line = trace((316, y - self.shaft + 16), (312, y - 120, 300, y - 20))
        fastenings.draw_zip(easel, line, metal=BRASS, tape=cloth.shaded(0.3).colour, on=upper)

    def _draw_counter(self, easel: Easel, cloth: Cloth, upper: Panel) -> None:
        y = self._floor
        line = trace((190, y - 130), (262, y - 90, 272, y + 8))
        vamp = trace((340, y + 8), (350, y - 70, 470, y - 150))
        paths = [line] if self.style == "zipped" else [line, vamp]
        easel.lines(paths, cloth.seam, width=1.6, opacity=0.6, on=upper)
        easel.lines(
            [d for p in paths for d in dashes(parallel(p, 6), 5, 4)],
            cloth.seam,
            width=1.2,
            opacity=0.5,
            on=upper,
        )

    def _draw_base(self, easel: Easel) -> None:
        if not self.chunky:
            soles.draw_heeled_sole(easel, self.sole, thin=22, heel=self.heel + 6)
            return
        sole = soles.draw_flat_sole(easel, self.sole, thick=64, left=146, right=786)
        teeth = [ribbon(trace((x, LOW - 16), (x, LOW + 2)), 10) for x in range(190, 770, 34)]
        easel.shapes(teeth, mix(self.sole, (0, 0, 0), 0.45), opacity=0.8, on=sole)


@dataclass(frozen=True)
class Loafer:
    style: str = "penny"  # penny, tassel, horsebit or plain
    sole: RGB = (84, 58, 44)
    heel: float = 34

    def draw(self, easel: Easel, cloth: Cloth) -> None:
        soles.draw_pair(easel, lambda sheet: self._draw_shoe(sheet, cloth), 226)

    def _draw_shoe(self, easel: Easel, cloth: Cloth) -> None:
        y = LOW - self.heel
        inside = trace(
            (168, y - 128),
            (290, y - 110, 396, y - 132),
            (440, y - 70),
            (180, y - 70),
            (168, y - 128),
        )
        easel.panel(inside, Cloth((204, 176, 140)).shaded(0.14), volume=0, line=1.3)
        back = trace(
            (156, y + 8), (142, y - 60, 166, y - 90, 162, y - 126), (166, y - 144, 184, y - 138)
        )
        top = trace(
            tuple(back[-1]), (250, y - 62, 340, y - 66, 398, y - 128), (414, y - 150, 440, y - 148)
        )
        toe = trace(
            tuple(top[-1]),
            (500, y - 140, 580, y - 92, 664, y - 84),
            (750, y - 76, 796, y - 40, 780, y + 12),
        )
        upper = easel.panel(np.vstack([back, top[1:], toe[1:]]), cloth, volume=1.25)
        self._draw_apron(easel, cloth, upper, y)
        if self.style != "plain":
            self._draw_strap(easel, cloth, upper, y)
        soles.draw_heeled_sole(easel, self.sole, thin=18, heel=self.heel + 4)

    def _draw_apron(self, easel: Easel, cloth: Cloth, upper: Panel, y: float) -> None:
        """The sewn edge of the moccasin's lid, and the seam of the heel."""
        seam = trace((404, y - 92), (500, y - 72, 600, y - 54), (690, y - 40, 742, y - 66))
        easel.soft(
            [ribbon(seam, [6, 14, 14, 6])], cloth.shaded(0.5).colour, blur=4, opacity=0.5, on=upper
        )
        easel.lines([seam], cloth.seam, width=2.2, opacity=0.75, on=upper)
        gathers = dashes(parallel(seam, -5), 2.2, 7)
        easel.lines(gathers, cloth.seam, width=6, opacity=0.4, on=upper)
        counter = trace((170, y - 86), (262, y - 60, 290, y + 8))
        easel.lines([counter], cloth.seam, width=1.6, opacity=0.6, on=upper)

    def _draw_strap(self, easel: Easel, cloth: Cloth, upper: Panel, y: float) -> None:
        """The saddle over the instep, with what the style puts on it."""
        saddle = trace(
            (444, y - 150),
            (480, y - 142, 512, y - 126),
            (506, y - 60, 474, y + 6),
            (392, y + 6),
            (430, y - 70, 444, y - 150),
        )
        easel.panel(saddle, cloth.shaded(0.06), volume=0.8, lift=4)
        if self.style == "penny":
            slot = trace(
                (450, y - 92), (474, y - 82, 496, y - 84), (474, y - 66, 448, y - 74), (450, y - 92)
            )
            easel.fill(slot, cloth.shaded(0.5).colour)
        elif self.style == "horsebit":
            rings = [ellipse((454, y - 96), 19, 13), ellipse((506, y - 88), 15, 12)]
            easel.lines([np.vstack([r, r[:2]]) for r in rings], BRASS, width=6, opacity=1.0)
            easel.lines([trace((470, y - 94), (494, y - 90))], BRASS, width=7, opacity=1.0)
        else:
            self._draw_tassels(easel, cloth, y)

    def _draw_tassels(self, easel: Easel, cloth: Cloth, y: float) -> None:
        for root, tip in (((500, y - 124), (520, y - 58)), ((508, y - 122), (566, y - 76))):
            tassel = ribbon(trace(root, tip), [7, 17, 26])
            panel = easel.panel(tassel, cloth.shaded(0.05), lift=5, volume=0.6)
            strands = [trace(root, (tip[0] + dx, tip[1])) for dx in (-8, 0, 8)]
            easel.lines(strands, cloth.seam, width=1.4, opacity=0.6, on=panel)


@dataclass(frozen=True)
class Heel:
    """Pumps and sandals; `height` of the heel in pixels (30 is a flat)."""

    height: float = 150
    block: bool = False
    toe: str = "pointed"  # pointed or round
    strap: str = "none"  # none, ankle or slingback
    bow: bool = False
    sole: RGB = (196, 160, 122)

    def draw(self, easel: Easel, cloth: Cloth) -> None:
        soles.draw_pair(
            easel,
            lambda sheet: self._draw_shoe(sheet, cloth),
            (310 if self.strap == "ankle" else 250) if self.height > 60 else 220,
        )

    def _draw_shoe(self, easel: Easel, cloth: Cloth) -> None:
        seat = LOW - self.height
        self._draw_heel(easel, cloth, seat)
        tip = (800, LOW - 20) if self.toe == "pointed" else (774, LOW - 24)
        self._draw_lining(easel, cloth, seat)
        upper = easel.panel(self._upper(seat, tip), cloth, volume=1.3)
        sole = trace(
            (166, seat - 2),
            (300, seat + 6, 420, LOW - 54),
            (520, LOW - 8, 620, LOW - 12),
            (*tip,),
            (720, LOW + 2, 600, LOW),
            (500, LOW + 4, 400, LOW - 30),
            (280, seat + 26, 170, seat + 16),
            (166, seat - 2),
        )
        soles.draw_sole(easel, sole, self.sole)
        if self.strap == "ankle":
            self._draw_ankle_strap(easel, cloth, seat)
        if self.bow:
            self._draw_bow(easel, cloth)
        easel.lines(
            [parallel(self._topline(seat), 6)], cloth.seam, width=1.2, opacity=0.5, on=upper
        )

    def _topline(self, seat: float) -> Points:
        if self.strap == "slingback":
            return trace((330, seat + self.height * 0.2 - 46), (430, LOW - 70, 560, LOW - 106))
        return trace(
            (178, seat - 112),
            (230, seat - 40, 330, seat - 20),
            (440, LOW - 60 - self.height * 0.1, 566, LOW - 106),
        )

    def _upper(self, seat: float, tip: tuple[float, float]) -> Points:
        top = self._topline(seat)
        if self.toe == "round":
            toe = trace(
                tuple(top[-1]),
                (660, LOW - 108, 740, LOW - 104),
                (804, LOW - 92, 800, LOW - 40, *tip),
            )
        else:
            toe = trace(
                tuple(top[-1]), (650, LOW - 106, 740, LOW - 66, tip[0] + 6, tip[1] - 8), tip
            )
        under = trace(
            tip, (620, LOW - 8), (520, LOW - 6, 420, LOW - 50), (300, seat + 8, 170, seat + 4)
        )
        if self.strap == "slingback":
            under = trace(
                tip,
                (620, LOW - 8),
                (520, LOW - 6, 420, LOW - 50),
                (360, seat + self.height * 0.34, 330, seat + self.height * 0.2),
            )
            return np.vstack([top, toe[1:], under[1:]])
        back = trace((170, seat + 4), (148, seat - 56, 178, seat - 112))
        return np.vstack([top, toe[1:], under[1:], back[1:]])

    def _draw_lining(self, easel: Easel, cloth: Cloth, seat: float) -> None:
        far = trace(
            (184, seat - 96),
            (300, seat - 54, 400, LOW - self.height * 0.5 - 70),
            (500, LOW - 112, 580, LOW - 116),
            (560, LOW - 70, 420, LOW - 50),
            (280, seat + 6, 180, seat),
            (184, seat - 96),
        )
        if self.strap != "slingback":
            easel.panel(far, Cloth((214, 188, 156)).shaded(0.12), volume=0, line=1.2)
            return
        bed = trace(
            (168, seat - 8),
            (300, seat - 4, 420, LOW - 66),
            (500, LOW - 90, 560, LOW - 100),
            (420, LOW - 40),
            (280, seat + 14, 170, seat + 8),
            (168, seat - 8),
        )
        easel.panel(bed, Cloth((214, 188, 156)), volume=0.4, line=1.2)
        strap = ribbon(
            trace(
                (350, seat + self.height * 0.2 - 40),
                (240, seat - 60, 176, seat - 90),
                (166, seat - 60, 172, seat - 10),
            ),
            11,
        )
        easel.panel(strap, cloth.shaded(0.1), volume=0.5, line=1.2)

    def _draw_heel(self, easel: Easel, cloth: Cloth, seat: float) -> None:
        if self.block or self.height < 60:
            shape = trace(
                (164, seat),
                (290, seat + 8),
                (276, seat + 40, 270, LOW),
                (172, LOW),
                (166, seat + 30, 164, seat),
            )
        else:
            shape = trace(
                (164, seat),
                (280, seat + 16),
                (226, seat + 40, 206, LOW),
                (182, LOW),
                (180, seat + 60, 164, seat),
            )
        easel.panel(shape, cloth.solid(), volume=0.9)

    def _draw_ankle_strap(self, easel: Easel, cloth: Cloth, seat: float) -> None:
        y = seat - 150
        riser = ribbon(trace((182, seat - 60), (176, seat - 110, 186, y)), [26, 18, 16])
        easel.panel(riser, cloth, volume=0.6)
        ring = trace(
            (184, y), (270, y - 32, 366, y - 12), (372, y + 8, 350, y + 14), (262, y + 30, 184, y)
        )
        easel.lines([ring], cloth.shaded(0.1).colour, width=15, opacity=1.0)
        easel.lines([parallel(ring, -4)], cloth.seam, width=1.2, opacity=0.5)
        easel.lines([ellipse((322, y + 19), 13, 11)], BRASS, width=4.5, opacity=1.0)

    def _draw_bow(self, easel: Easel, cloth: Cloth) -> None:
        x, y = 590, LOW - 112
        for dx in (-1, 1):
            loop = trace(
                (x, y), (x + dx * 20, y - 30, x + dx * 50, y - 16), (x + dx * 54, y + 16, x, y + 8)
            )
            easel.panel(loop, cloth, lift=4)
        easel.panel(ellipse((x, y + 2), 10, 11), cloth, lift=3)
