namespace MultiTransport.Testing;

/// <summary>
/// Upstream: numbers, the window, and every message until its ack. Each carrier starts at <see cref="Floor"/> (acked, or known to have reached the
/// server) and may carry again what another has carried: the server drops what it has.
/// </summary>
internal sealed class ClientOutbox(TimeProvider time, int pieceLength)
{
    private sealed record Entry(long Number, byte Type, byte[] Payload, TaskCompletionSource<long> Done, long Since);

    private readonly Lock gate = new();
    private readonly List<Entry> kept = [];
    private readonly List<UpstreamCursor> cursors = [];
    private long last;
    private long acked;
    private long proven;
    private long windowMessages = long.MaxValue;
    private long windowBytes = long.MaxValue;
    private Exception? ended;
    private TaskCompletionSource? idle;

    /// <summary>The highest number the server is known to have.</summary>
    public long Floor
    {
        get
        {
            lock (gate)
            {
                return Math.Max(acked, proven);
            }
        }
    }

    public long Acked
    {
        get
        {
            lock (gate)
            {
                return acked;
            }
        }
    }

    public long Last
    {
        get
        {
            lock (gate)
            {
                return last;
            }
        }
    }

    /// <summary>How long the oldest unacked message waits.</summary>
    public TimeSpan? OldestAge
    {
        get
        {
            lock (gate)
            {
                return Index(acked + 1) is var index && index < kept.Count ? time.GetElapsedTime(kept[index].Since) : null;
            }
        }
    }

    public void SetWindow(long messages, long bytes)
    {
        lock (gate)
        {
            windowMessages = messages;
            windowBytes = bytes;
        }
    }

    public SentMessage Add(byte type, byte[] payload)
    {
        lock (gate)
        {
            var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (ended is not null)
            {
                done.SetException(ended);
                return new SentMessage(0, done.Task);
            }

            var entry = new Entry(++last, type, payload, done, time.GetTimestamp());
            kept.Add(entry);
            return new SentMessage(entry.Number, done.Task);
        }
    }

    /// <summary>No message, at the place where the next one would start.</summary>
    public UpstreamBatch Nothing() => Take(0);

    /// <summary>Messages from the floor on, for a carrier with one body.</summary>
    public UpstreamBatch Take(long mostBytes)
    {
        lock (gate)
        {
            return TakeAfter(Math.Max(acked, proven), mostBytes);
        }
    }

    /// <summary>
    /// A carrier that goes on counting from here. Numbers do not travel, so it must carry every one in order, those too that another carrier brought
    /// meanwhile: they are kept until the cursor passed them or is closed.
    /// </summary>
    public UpstreamCursor OpenCursor()
    {
        lock (gate)
        {
            var cursor = new UpstreamCursor { Position = Math.Max(acked, proven) };
            cursors.Add(cursor);
            return cursor;
        }
    }

    public UpstreamBatch Take(UpstreamCursor cursor, long mostBytes)
    {
        lock (gate)
        {
            var batch = TakeAfter(cursor.Position, mostBytes);
            cursor.Position = batch.Through;
            Forget();
            return batch;
        }
    }

    public void Close(UpstreamCursor cursor)
    {
        lock (gate)
        {
            cursors.Remove(cursor);
            Forget();
        }
    }

    /// <summary>True where the window allows a message after this number.</summary>
    public bool HasAfter(long number)
    {
        lock (gate)
        {
            var next = Math.Max(number, Math.Max(acked, proven)) + 1;
            var index = Index(next);
            if (index >= kept.Count)
            {
                return false;
            }

            var window = kept.Skip(Index(acked + 1)).TakeWhile(entry => entry.Number <= next).Sum(entry => (long)entry.Payload.Length);
            return next <= acked + windowMessages && (window <= windowBytes || next == acked + 1);
        }
    }

    /// <summary>Everything up to here reached the server; false where it was never sent.</summary>
    public bool Prove(long number)
    {
        lock (gate)
        {
            proven = Math.Max(proven, Math.Min(number, last));
            return number <= last;
        }
    }

    /// <summary>Everything up to here was handled; false where it was never sent.</summary>
    public bool Ack(long number)
    {
        lock (gate)
        {
            var valid = number <= last;
            acked = Math.Max(acked, Math.Min(number, last));
            proven = Math.Max(proven, acked);
            foreach (var entry in kept.TakeWhile(entry => entry.Number <= acked))
            {
                entry.Done.TrySetResult(entry.Number);
            }

            Forget();
            if (acked == last)
            {
                idle?.TrySetResult();
                idle = null;
            }

            return valid;
        }
    }

    /// <summary>A message was handled without success; its ack still comes.</summary>
    public void Fail(long number, string code)
    {
        lock (gate)
        {
            kept.Find(entry => entry.Number == number)?.Done.TrySetException(new MessageFailedException(number, code));
        }
    }

    /// <summary>Completes when every message so far is acked.</summary>
    public Task WhenIdleAsync()
    {
        lock (gate)
        {
            if (acked == last)
            {
                return Task.CompletedTask;
            }

            idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return idle.Task;
        }
    }

    public void End(Exception error)
    {
        lock (gate)
        {
            ended ??= error;
            kept.ForEach(entry => entry.Done.TrySetException(error));
            kept.Clear();
            idle?.TrySetException(error);
            idle = null;
        }
    }

    private UpstreamBatch TakeAfter(long after, long mostBytes)
    {
        var frames = new List<WireFrame>();
        var through = after;
        long size = 0;
        long window = 0;
        for (var index = Index(acked + 1); mostBytes > 0 && index < kept.Count && kept[index].Number <= after; index++)
        {
            window += kept[index].Payload.Length;
        }

        for (var index = Index(after + 1); mostBytes > 0 && index < kept.Count; index++)
        {
            var entry = kept[index];
            window += entry.Number > acked ? entry.Payload.Length : 0;
            size += entry.Payload.Length + 16;
            var overWindow = entry.Number > acked + windowMessages || (window > windowBytes && entry.Number > acked + 1);
            if (overWindow || (size > mostBytes && through > after))
            {
                break;
            }

            frames.AddRange(WireFrame.Pieces(entry.Type, entry.Payload, pieceLength));
            through = entry.Number;
        }

        return new UpstreamBatch(after, through, (int)(through - after), frames);
    }

    private int Index(long number) => kept.Count == 0 ? 0 : (int)Math.Max(0, number - kept[0].Number);

    private void Forget()
    {
        var passed = cursors.Aggregate(acked, (least, cursor) => Math.Min(least, cursor.Position));
        kept.RemoveRange(0, Math.Min(kept.Count, Index(passed + 1)));
    }
}
