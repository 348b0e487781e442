namespace MultiTransport.Testing;

/// <summary>Pairs the responses of one connection with its requests, and keeps the tickets of those that are sent twice.</summary>
internal sealed class RequestTrack
{
    private readonly Lock gate = new();
    private readonly Queue<(ProxiedRequest Request, ReplayTicket? Ticket)> open = new();
    private readonly List<ReplayTicket> tickets = [];
    private (ProxiedRequest Request, ReplayTicket? Ticket)? answered;
    private ReplayTicket? collecting;

    public int Requests { get; private set; }

    /// <summary>Whose answer the client gets for the response that is coming in.</summary>
    public ReplayAnswer Answer
    {
        get
        {
            lock (gate)
            {
                return answered?.Ticket?.Plan.Answer ?? ReplayAnswer.Original;
            }
        }
    }

    public string MethodOfNextResponse
    {
        get
        {
            lock (gate)
            {
                return open.TryPeek(out var next) ? next.Request.Method : "GET";
            }
        }
    }

    public void Begin(ProxiedRequest request, ReplayPlan? replay)
    {
        lock (gate)
        {
            Requests++;
            collecting = replay?.Where(request) == true ? new ReplayTicket(replay, request) : null;
            open.Enqueue((request, collecting));
            if (collecting is not null)
            {
                tickets.Add(collecting);
            }
        }
    }

    public void Add(byte[] bytes) => collecting?.Bytes.AddRange(bytes);

    public ReplayTicket? EndRequest()
    {
        var ticket = collecting;
        collecting = null;
        return ticket;
    }

    public ProxiedRequest? BeginResponse()
    {
        lock (gate)
        {
            answered = open.TryDequeue(out var next) ? next : null;
            answered?.Ticket?.HeadArrived();
            return answered?.Request;
        }
    }

    public void EndResponse()
    {
        lock (gate)
        {
            answered?.Ticket?.Completed();
        }
    }

    /// <summary>No further response will come: what waits for one need wait no longer.</summary>
    public void ResponsesEnd()
    {
        lock (gate)
        {
            tickets.ForEach(ticket => ticket.Completed());
        }
    }

    public Task AnswersOfCopiesAsync()
    {
        lock (gate)
        {
            return Task.WhenAll(tickets.Where(ticket => ticket.Plan.Answer == ReplayAnswer.Copy).Select(ticket => ticket.Copy));
        }
    }
}
