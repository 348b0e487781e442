namespace MultiTransport.Testing;

/// <summary>
/// Upstream: numbers, the window, and every message until its ack. Each carrier starts at <see cref="Floor"/> (acked, or known to have reached the
/// server) and may carry again what another has carried: the server drops what it has.
/// </summary>
internal sealed class ClientOutbox(TimeProvider time, int pieceLength)
{
    private sealed record Entry(long Number, byte Type, byte[] Payload, TaskCompletionSource<long> Done, long Since);

    private readonly Lock _gate = new();
    private readonly List<Entry> _kept = [];
    private readonly List<UpstreamCursor> _cursors = [];
    private long _last;
    private long _acked;
    private long _proven;
    private long _windowMessages = long.MaxValue;
    private long _windowBytes = long.MaxValue;
    private Exception? _ended;
    private TaskCompletionSource? _idle;

    /// <summary>The highest number the server is known to have.</summary>
    public long Floor
    {
        get
        {
            lock (_gate)
            {
                return Math.Max(_acked, _proven);
            }
        }
    }

    public long Acked
    {
        get
        {
            lock (_gate)
            {
                return _acked;
            }
        }
    }

    public long Last
    {
        get
        {
            lock (_gate)
            {
                return _last;
            }
        }
    }

    /// <summary>How long the oldest unacked message waits.</summary>
    public TimeSpan? OldestAge
    {
        get
        {
            lock (_gate)
            {
                return Index(_acked + 1) is var index && index < _kept.Count ? time.GetElapsedTime(_kept[index].Since) : null;
            }
        }
    }

    public void SetWindow(long messages, long bytes)
    {
        lock (_gate)
        {
            _windowMessages = messages;
            _windowBytes = bytes;
        }
    }

    public SentMessage Add(byte type, byte[] payload)
    {
        lock (_gate)
        {
            var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_ended is not null)
            {
                done.SetException(_ended);
                return new SentMessage(0, done.Task);
            }

            var entry = new Entry(++_last, type, payload, done, time.GetTimestamp());
            _kept.Add(entry);
            return new SentMessage(entry.Number, done.Task);
        }
    }

    /// <summary>No message, at the place where the next one would start.</summary>
    public UpstreamBatch Nothing() => Take(0);

    /// <summary>Messages from the floor on, for a carrier with one body.</summary>
    public UpstreamBatch Take(long mostBytes)
    {
        lock (_gate)
        {
            return TakeAfter(Math.Max(_acked, _proven), mostBytes);
        }
    }

    /// <summary>
    /// A carrier that goes on counting from here. Numbers do not travel, so it must carry every one in order, those too that another carrier brought
    /// meanwhile: they are kept until the cursor passed them or is closed.
    /// </summary>
    public UpstreamCursor OpenCursor()
    {
        lock (_gate)
        {
            var cursor = new UpstreamCursor { Position = Math.Max(_acked, _proven) };
            _cursors.Add(cursor);
            return cursor;
        }
    }

    public UpstreamBatch Take(UpstreamCursor cursor, long mostBytes)
    {
        lock (_gate)
        {
            var batch = TakeAfter(cursor.Position, mostBytes);
            cursor.Position = batch.Through;
            Forget();
            return batch;
        }
    }

    public void Close(UpstreamCursor cursor)
    {
        lock (_gate)
        {
            _cursors.Remove(cursor);
            Forget();
        }
    }

    /// <summary>True where the window allows a message after this number.</summary>
    public bool HasAfter(long number)
    {
        lock (_gate)
        {
            var next = Math.Max(number, Math.Max(_acked, _proven)) + 1;
            var index = Index(next);
            if (index >= _kept.Count)
            {
                return false;
            }

            var window = _kept.Skip(Index(_acked + 1)).TakeWhile(entry => entry.Number <= next).Sum(entry => (long)entry.Payload.Length);
            return next <= _acked + _windowMessages && (window <= _windowBytes || next == _acked + 1);
        }
    }

    /// <summary>Everything up to here reached the server; false where it was never sent.</summary>
    public bool Prove(long number)
    {
        lock (_gate)
        {
            _proven = Math.Max(_proven, Math.Min(number, _last));
            return number <= _last;
        }
    }

    /// <summary>Everything up to here was handled; false where it was never sent.</summary>
    public bool Ack(long number)
    {
        lock (_gate)
        {
            var valid = number <= _last;
            _acked = Math.Max(_acked, Math.Min(number, _last));
            _proven = Math.Max(_proven, _acked);
            foreach (var entry in _kept.TakeWhile(entry => entry.Number <= _acked))
            {
                entry.Done.TrySetResult(entry.Number);
            }

            Forget();
            if (_acked == _last)
            {
                _idle?.TrySetResult();
                _idle = null;
            }

            return valid;
        }
    }

    /// <summary>A message was handled without success; its ack still comes.</summary>
    public void Fail(long number, string code)
    {
        lock (_gate)
        {
            _kept.Find(entry => entry.Number == number)?.Done.TrySetException(new MessageFailedException(number, code));
        }
    }

    /// <summary>Completes when every message so far is acked.</summary>
    public Task WhenIdleAsync()
    {
        lock (_gate)
        {
            if (_acked == _last)
            {
                return Task.CompletedTask;
            }

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    public void End(Exception error)
    {
        lock (_gate)
        {
            _ended ??= error;
            _kept.ForEach(entry => entry.Done.TrySetException(error));
            _kept.Clear();
            _idle?.TrySetException(error);
            _idle = null;
        }
    }

    private UpstreamBatch TakeAfter(long after, long mostBytes)
    {
        var frames = new List<WireFrame>();
        var through = after;
        long size = 0;
        long window = 0;
        for (var index = Index(_acked + 1); mostBytes > 0 && index < _kept.Count && _kept[index].Number <= after; index++)
        {
            window += _kept[index].Payload.Length;
        }

        for (var index = Index(after + 1); mostBytes > 0 && index < _kept.Count; index++)
        {
            var entry = _kept[index];
            window += entry.Number > _acked ? entry.Payload.Length : 0;
            size += entry.Payload.Length + 16;
            var overWindow = entry.Number > _acked + _windowMessages || (window > _windowBytes && entry.Number > _acked + 1);
            if (overWindow || (size > mostBytes && through > after))
            {
                break;
            }

            frames.AddRange(WireFrame.Pieces(entry.Type, entry.Payload, pieceLength));
            through = entry.Number;
        }

        return new UpstreamBatch(after, through, (int)(through - after), frames);
    }

    private int Index(long number) => _kept.Count == 0 ? 0 : (int)Math.Max(0, number - _kept[0].Number);

    private void Forget()
    {
        var passed = _cursors.Aggregate(_acked, (least, cursor) => Math.Min(least, cursor.Position));
        _kept.RemoveRange(0, Math.Min(_kept.Count, Index(passed + 1)));
    }
}
