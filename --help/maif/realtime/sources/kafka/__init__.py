"""A Kafka topic as a source.

`source` is what a processor reads; `start` says where that begins, `records` what a record is as a message, `watch`
whether a broker is there. `client` is the only module that needs aiokafka: it is imported when a source is opened.
"""

from maif.realtime.sources.kafka.source import KafkaSource
from maif.realtime.sources.kafka.start import Start

__all__ = ["KafkaSource", "Start"]
