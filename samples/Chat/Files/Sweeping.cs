using Chat.Live;

namespace Chat.Files;

/// <summary>Looks once an hour for files that nobody sent.</summary>
internal sealed class Sweeping(Uploads uploads, TimeProvider time, ILogger<Sweeping> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pace = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await uploads.SweepAsync();
            }
            catch (ChatException refused) // the next time, then
            {
                ChatLog.NotSwept(log, refused);
            }
        }
        while (await pace.WaitForNextTickAsync(stoppingToken));
    }
}
