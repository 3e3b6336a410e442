"""How the network is reached: a proxy, and an authority of one's own to trust."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton

from segdesk.app.preferences.page import Form, Page, quiet
from segdesk.app.theme import Palette
from segdesk.app.widgets import Segments, label
from segdesk.engines.addresses import is_proxy
from segdesk.storage.settings import Network, Settings, Way


class NetworkPage(Page):
    """For the clouds' engines and for downloads of models; nothing else asks the network."""

    def __init__(self) -> None:
        super().__init__()
        self.way = Segments(
            [
                (Way.SYSTEM, "", self.tr("As the system")),
                (Way.DIRECT, "", self.tr("No proxy")),
                (Way.PROXY, "", self.tr("Proxy")),
            ]
        )
        self.proxy, self.authority = QLineEdit(), QLineEdit()
        self.choose, self._complaint = QPushButton(self.tr("Choose…")), label()
        self._way = Way.SYSTEM
        self._arrange()
        self.way.chosen.connect(self._show_way)
        self.proxy.textChanged.connect(lambda: self._complaint.hide())
        self.choose.clicked.connect(self._choose_authority)

    def show_settings(self, settings: Settings) -> None:
        self.proxy.setText(settings.network.proxy)
        self.authority.setText(settings.ca_file)
        self.way.choose(settings.network.way)
        self._show_way(settings.network.way)

    def read(self, settings: Settings) -> Settings:
        network = Network(self._way, self.proxy.text().strip())
        return replace(settings, network=network, ca_file=self.authority.text().strip())

    def dress(self, palette: Palette) -> None:
        self._complaint.setStyleSheet(f"color: {palette.remove};")

    @property
    def complaint(self) -> str:
        """What is wrong with the proxy; empty while nothing is."""
        return "" if self._complaint.isHidden() else self._complaint.text()

    def is_sound(self) -> bool:
        """Whether this can be kept; if not, the page says why."""
        is_bad = self._way is Way.PROXY and not is_proxy(self.proxy.text().strip())
        self._complaint.setVisible(is_bad)
        return not is_bad

    def _arrange(self) -> None:
        self.way.setAccessibleName(self.tr("Way to the network"))
        self.proxy.setAccessibleName(self.tr("Address of the proxy"))
        self.proxy.setPlaceholderText("http://proxy.example:3128")
        self._complaint.setText(
            self.tr("Write it as http://host:port, https://host:port or socks5://host:port, without name and password.")
        )
        self._complaint.setWordWrap(True)
        self._complaint.hide()
        form = Form()
        form.add(self.tr("Connection"), self.way)
        form.add(self.tr("Proxy"), self.proxy)
        form.addWidget(self._complaint, form.rowCount(), 1)
        self.authority.setAccessibleName(self.tr("Certificate authority of your own, a PEM file"))
        self.authority.setPlaceholderText(self.tr("PEM file of an authority of your own"))
        self.choose.setAutoDefault(False)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.authority, 1)
        row.addWidget(self.choose)
        form.add(self.tr("Certificate"), row).setBuddy(self.authority)
        self.column.addLayout(form)
        words = self.tr(
            "Only the engines that ask a cloud, and downloads of models, use the network. A proxy that wants a name "
            "and a password is taken from the system or from HTTPS_PROXY, so that neither stands in the settings."
        )
        self.column.addWidget(quiet(words))
        self.column.addStretch(1)

    def _show_way(self, way: Way) -> None:
        self._way = way
        self.proxy.setEnabled(way is Way.PROXY)
        self._complaint.hide()

    def _choose_authority(self) -> None:
        kinds = self.tr("Certificates (*.pem *.crt *.cer);;All files (*)")
        folder = str(Path(self.authority.text()).parent) if self.authority.text() else ""
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a certificate authority"), folder, kinds)
        if chosen:
            self.authority.setText(chosen)
