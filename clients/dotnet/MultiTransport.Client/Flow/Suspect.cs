namespace MultiTransport.Client;

/// <summary>
/// The first message in line, when nothing with it gets through: whether it is this message, or the network (PROTOCOL.md, section 13.5, blocked messages). Pure.
/// </summary>
internal sealed class Suspect
{
    private const int Enough = 2;

    /// <summary>Where nothing else can be tried beside it, a network that flaps must not pass for one that refuses.</summary>
    private const int EnoughAlone = 4;

    private long _number;
    private int _posts;
    private int _checks;
    private int _sockets;

    /// <summary>The next POST shall go without messages: if that works, it is the message.</summary>
    public bool WantsCheck => _posts >= Enough && !IsRefusedByPost;

    /// <summary>POSTs with this message fail while others work: no POST bears messages until it is gone.</summary>
    public bool IsRefusedByPost { get; private set; }

    /// <summary>WebSockets die of it.</summary>
    public bool IsRefusedBySocket => _sockets >= Enough;

    /// <summary>WebSockets die of it, and there is nothing else.</summary>
    public bool IsRefusedByOnlySocket => _sockets >= EnoughAlone;

    /// <summary>A POST with only this message failed without an answer of ours.</summary>
    public void PostFailed(long number)
    {
        Look(number);
        _posts++;
    }

    /// <summary>A POST without messages worked, or did not.</summary>
    public void Checked(bool worked)
    {
        if (!WantsCheck)
        {
            return;
        }

        // One check may have met a good moment of a bad network: the message gets another try, and then a second check.
        IsRefusedByPost = worked && ++_checks >= Enough;
        _posts = IsRefusedByPost ? _posts : worked ? Enough - 1 : 0;
    }

    /// <summary>A WebSocket that had written this message, the first in line, died.</summary>
    public void SocketDied(long number)
    {
        Look(number);
        _sockets++;
    }

    /// <summary>The server has everything up to here.</summary>
    public void Known(long number)
    {
        if (number >= _number)
        {
            Reset();
        }
    }

    public void Reset()
    {
        (_number, _posts, _checks, _sockets) = (0, 0, 0, 0);
        IsRefusedByPost = false;
    }

    private void Look(long number)
    {
        if (number != _number)
        {
            Reset();
            _number = number;
        }
    }
}
