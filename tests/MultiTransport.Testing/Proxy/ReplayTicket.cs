namespace MultiTransport.Testing;

/// <summary>One replayed request on its way.</summary>
internal sealed class ReplayTicket(ReplayPlan plan, ProxiedRequest request)
{
    private readonly TaskCompletionSource _headArrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ReplayPlan Plan { get; } = plan;

    public ProxiedRequest Request { get; } = request;

    public List<byte> Bytes { get; } = [];

    /// <summary>The copy's way from sending to the end of its answer.</summary>
    public Task Copy { get; set; } = Task.CompletedTask;

    public Task Due => Plan.Moment switch
    {
        ReplayMoment.AfterResponseHead => _headArrived.Task,
        ReplayMoment.AfterResponse => _completed.Task,
        _ => Task.CompletedTask,
    };

    public void HeadArrived() => _headArrived.TrySetResult();

    public void Completed()
    {
        _headArrived.TrySetResult();
        _completed.TrySetResult();
    }
}
