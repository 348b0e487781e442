namespace MultiTransport;

/// <content>Behind: pages of the history are appended as the session has room, whatever its overflow policy; when nothing is missing the subscription is live.</content>
internal sealed partial class Subscription : IThreadPoolWorkItem
{
    /// <summary>The most messages that are read of the history at once.</summary>
    private const int PageMessages = 64;

    /// <summary>Room for the event that tells of a gap, more or less.</summary>
    private const int EventLength = 512;

    private bool _isPaused;
    private bool _gapWaits;

    /// <summary>Begins, once the client was told that it is subscribed.</summary>
    public void Start()
    {
        Topic.Counts.ReplayBegan();
        _ = ReplayAsync();
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute() => _ = ReplayAsync();

    /// <summary>Gate held. The session has room again.</summary>
    public void Resume()
    {
        if (_isPaused)
        {
            _isPaused = false;
            Topic.Counts.ReplayBegan();
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private async Task ReplayAsync()
    {
        try
        {
            while (true)
            {
                if (Session.WithBus(this, static subscription => subscription.NextPage()) is not { } page)
                {
                    return;
                }

                // What is newer is still being handed out; its publisher may want no copy, which is noted by then.
                var newest = Topic.Position;
                if (page.After >= newest)
                {
                    if (await Topic.TryGoLiveAsync(this).ConfigureAwait(false))
                    {
                        return;
                    }

                    continue;
                }

                var messages = await Topic.ReadAsync(page.After, page.Messages, page.Bytes).ConfigureAwait(false);
                if (!Session.WithBus((this, messages, newest), static step => step.Item1.TryAppendPage(step.messages, step.newest)))
                {
                    return;
                }
            }
        }
        catch (Exception)
        {
            // The store does not answer, or not as it should: the sweep tries again.
            Topic.Table.Stalled(this);
        }
        finally
        {
            Topic.Counts.ReplayEnded();
        }
    }

    /// <summary>Gate held, in the topic's turn: nothing is published meanwhile.</summary>
    public bool TryGoLive()
    {
        if (State == SubscriptionState.Behind && _restart is null && Position >= Topic.Position)
        {
            State = SubscriptionState.Live;
            _skips = null;
        }

        return State != SubscriptionState.Behind;
    }

    /// <summary>Gate held. What is to be read next; null where there is no room for it, and then <see cref="Resume"/> goes on.</summary>
    private ReplayPage? NextPage()
    {
        if (State != SubscriptionState.Behind)
        {
            return null;
        }

        if (!Bus.HasRoomForReplay(EventLength) || (_gapWaits && _conflated!.Count > 0) || !TryAppendRestart())
        {
            Pause();
            return null;
        }

        _gapWaits = false;
        var (messages, bytes) = _conflated is null ? Bus.RoomForReplay : (PageMessages, int.MaxValue);
        return new ReplayPage(Position, Math.Min(PageMessages, messages), bytes);
    }

    /// <summary>Gate held. Appends what was read as far as there is room, and tells what is missing in it. False where the rest has to wait.</summary>
    private bool TryAppendPage(IReadOnlyList<TopicMessage> messages, long newest)
    {
        if (_restart is not null)
        {
            return true; // it was read before the store went back
        }

        foreach (var message in messages)
        {
            if (State != SubscriptionState.Behind)
            {
                return false;
            }

            if (message.Position > newest)
            {
                break;
            }

            if (message.Position > Position && !(TryAppendMissing(message.Position - 1) && TryAppend(message)))
            {
                Pause();
                return false;
            }
        }

        // The store gave all that it has of these: what it did not give is gone.
        var isRead = messages.Count == 0 || messages[^1].Position >= newest;
        if (isRead && State == SubscriptionState.Behind && !TryAppendMissing(newest))
        {
            Pause();
            return false;
        }

        return true;
    }

    /// <summary>The history is past what comes after the position, up to <paramref name="to"/>.</summary>
    private bool TryAppendMissing(long to)
    {
        if (to <= Position)
        {
            return true;
        }

        // What is older goes first, or a client would take it for old.
        _gapWaits = _conflated is { Count: > 0 };
        if (_gapWaits || Bus.AppendReplay(TopicEvents.Gap(Topic.Name, Position + 1, to)) != AppendResult.Appended)
        {
            return false;
        }

        Topic.Counts.Gap();
        Position = to;
        return true;
    }

    private bool TryAppend(TopicMessage message)
    {
        while (_skips is { Count: > 0 } && _skips.Peek() < message.Position)
        {
            _skips.Dequeue();
        }

        var isOwn = _skips is { Count: > 0 } && _skips.Peek() == message.Position;
        if (_conflated is not null)
        {
            Position = message.Position;
            if (!isOwn)
            {
                Enqueue(new TopicDelivery(message.FramesOf(Topic), message.Position, message.Key, Except: null));
            }

            return true;
        }

        if (Bus.AppendReplay(isOwn ? TopicEvents.Skipped(Topic.Name, message.Position) : message.FramesOf(Topic)) != AppendResult.Appended)
        {
            return false;
        }

        Position = message.Position;
        Topic.Counts.Delivered(1);
        return true;
    }

    /// <summary>Gate held. Waits for room.</summary>
    private void Pause()
    {
        _isPaused = true;
        Bus.Topics!.AddPaused(this);
    }

    private readonly record struct ReplayPage(long After, int Messages, int Bytes);
}
