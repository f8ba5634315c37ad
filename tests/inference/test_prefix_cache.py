"""What is kept of a conversation: where it goes on, what it forgets, and that nothing is copied."""

import torch

from cxrviewer.inference.prefix_cache import STRIDE, GrowingLayer, KeysAndValues, PrefixCache


def states(positions, value, rows=1):
    return torch.full((rows, 2, positions, 4), float(value))


def test_a_layer_holds_what_was_written_in_order():
    layer = GrowingLayer()
    layer.update(states(3, 1), states(3, -1))
    keys, values = layer.update(states(2, 2), states(2, -2))
    assert keys[0, 0, :, 0].tolist() == [1, 1, 1, 2, 2]
    assert values[0, 1, :, 3].tolist() == [-1, -1, -1, -2, -2]
    assert layer.get_seq_length() == 5


def test_a_layer_grows_only_where_it_was_given_too_little_room():
    layer = GrowingLayer()
    layer.reserve(STRIDE + 1)
    layer.update(states(1, 0), states(1, 0))
    first = layer.keys.data_ptr()
    for _ in range(2 * STRIDE - 1):
        layer.update(states(1, 0), states(1, 0))
    assert layer.keys.data_ptr() == first
    keys, _ = layer.update(states(1, 7), states(1, 7))
    assert layer.keys.data_ptr() != first
    assert keys.shape[2] == 2 * STRIDE + 1
    assert keys[0, 0, -2:, 0].tolist() == [0, 7]


def test_a_truncated_layer_writes_over_what_it_forgot():
    layer = GrowingLayer()
    layer.update(states(4, 1), states(4, 1))
    layer.truncate(2)
    keys, _ = layer.update(states(1, 5), states(1, 5))
    assert keys[0, 0, :, 0].tolist() == [1, 1, 5]


def test_layers_left_uneven_by_a_stopped_pass_are_made_even():
    kept = KeysAndValues(2)
    for index in (0, 1):
        kept.update(states(3, 1), states(3, 1), index)
    kept.update(states(2, 2), states(2, 2), 0)
    kept.truncate(3)
    assert [layer.get_seq_length() for layer in kept.layers] == [3, 3]


def filled(*passes, image="one"):
    cache = PrefixCache(1)
    cache.resume(image, [token for ids in passes for token in ids])
    for ids in passes:
        cache.keys_and_values.update(states(len(ids), 0), states(len(ids), 0), 0)
        cache.extend(ids)
    cache.keep_logits(torch.tensor([9.0]))
    return cache


def test_it_goes_on_where_a_pass_ended():
    assert filled([1, 2, 3], [4, 5, 6], [7]).resume("one", [1, 2, 3, 4, 5, 9])[0] == 3
    assert filled([1, 2, 3], [4, 5, 6], [7]).resume("one", [1, 2, 3, 4, 5, 6, 7, 8]) == (7, None)
    assert filled([1, 2, 3], [4], [5], [6]).resume("one", [1, 2, 3, 4, 5, 9])[0] == 5
    assert filled([1, 2, 3]).resume("one", [2, 1])[0] == 0


def test_the_same_prompt_comes_with_its_logits():
    length, logits = filled([1, 2], [3]).resume("one", [1, 2, 3])
    assert (length, logits.tolist()) == (3, [9.0])


def test_a_prompt_inside_what_is_kept_computes_its_last_position():
    assert filled([1, 2], [3], [4]).resume("one", [1, 2, 3]) == (2, None)


def test_what_lies_beyond_is_forgotten():
    cache = filled([1, 2], [3, 4])
    cache.resume("one", [1, 2, 9])
    assert cache.length == cache.keys_and_values.get_seq_length() == 2
    assert cache.resume("one", [1, 2, 3, 4]) == (2, None)


def test_another_image_never_meets_an_old_cache():
    cache = filled([1, 2], [3])
    assert cache.resume("two", [1, 2, 3]) == (0, None)
    assert (cache.length, cache.keys_and_values.get_seq_length()) == (0, 0)
    assert cache.resume("one", [1, 2, 3]) == (0, None)


def test_memory_is_counted_and_given_back():
    cache = filled([1, 2, 3])
    assert cache.buffer_bytes == 2 * STRIDE * 2 * 4 * 4
    cache.clear()
    assert (cache.buffer_bytes, cache.length) == (0, 0)
