namespace MultiTransport.Testing;

/// <summary>One replayed request on its way.</summary>
internal sealed class ReplayTicket(ReplayPlan plan, ProxiedRequest request)
{
    private readonly TaskCompletionSource headArrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ReplayPlan Plan { get; } = plan;

    public ProxiedRequest Request { get; } = request;

    public List<byte> Bytes { get; } = [];

    /// <summary>The copy's way from sending to the end of its answer.</summary>
    public Task Copy { get; set; } = Task.CompletedTask;

    public Task Due => Plan.Moment switch
    {
        ReplayMoment.AfterResponseHead => headArrived.Task,
        ReplayMoment.AfterResponse => completed.Task,
        _ => Task.CompletedTask,
    };

    public void HeadArrived() => headArrived.TrySetResult();

    public void Completed()
    {
        headArrived.TrySetResult();
        completed.TrySetResult();
    }
}
