namespace MultiTransport.Testing;

/// <summary>Pairs the responses of one connection with its requests, and keeps the tickets of those that are sent twice.</summary>
internal sealed class RequestTrack
{
    private readonly Lock _gate = new();
    private readonly Queue<(ProxiedRequest Request, ReplayTicket? Ticket)> _open = new();
    private readonly List<ReplayTicket> _tickets = [];
    private (ProxiedRequest Request, ReplayTicket? Ticket)? _answered;
    private ReplayTicket? _collecting;

    public int Requests { get; private set; }

    /// <summary>Whose answer the client gets for the response that is coming in.</summary>
    public ReplayAnswer Answer
    {
        get
        {
            lock (_gate)
            {
                return _answered?.Ticket?.Plan.Answer ?? ReplayAnswer.Original;
            }
        }
    }

    public string MethodOfNextResponse
    {
        get
        {
            lock (_gate)
            {
                return _open.TryPeek(out var next) ? next.Request.Method : "GET";
            }
        }
    }

    public void Begin(ProxiedRequest request, ReplayPlan? replay)
    {
        lock (_gate)
        {
            Requests++;
            _collecting = replay?.Where(request) == true ? new ReplayTicket(replay, request) : null;
            _open.Enqueue((request, _collecting));
            if (_collecting is not null)
            {
                _tickets.Add(_collecting);
            }
        }
    }

    public void Add(byte[] bytes) => _collecting?.Bytes.AddRange(bytes);

    public ReplayTicket? EndRequest()
    {
        var ticket = _collecting;
        _collecting = null;
        return ticket;
    }

    public ProxiedRequest? BeginResponse()
    {
        lock (_gate)
        {
            _answered = _open.TryDequeue(out var next) ? next : null;
            _answered?.Ticket?.HeadArrived();
            return _answered?.Request;
        }
    }

    public void EndResponse()
    {
        lock (_gate)
        {
            _answered?.Ticket?.Completed();
        }
    }

    /// <summary>No further response will come: what waits for one need wait no longer.</summary>
    public void ResponsesEnd()
    {
        lock (_gate)
        {
            _tickets.ForEach(ticket => ticket.Completed());
        }
    }

    public Task AnswersOfCopiesAsync()
    {
        lock (_gate)
        {
            return Task.WhenAll(_tickets.Where(ticket => ticket.Plan.Answer == ReplayAnswer.Copy).Select(ticket => ticket.Copy));
        }
    }
}
