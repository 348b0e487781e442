using Microsoft.Extensions.Options;
using MultiTransport.Server.Configuration;
using MultiTransport.Sqlite;

namespace MultiTransport.Server.History;

/// <summary>Keeps the histories of topics in a file, where one is named.</summary>
internal static class HistorySetup
{
    public static void AddHistory(this IServiceCollection services, ServerSettings settings)
    {
        if (settings.History.File.Length > 0)
        {
            services.AddSingleton<ITopicHistory>(provider => Open(settings, provider.GetRequiredService<TimeProvider>()));
        }
    }

    private static SqliteTopicHistory Open(ServerSettings settings, TimeProvider time)
    {
        try
        {
            return new SqliteTopicHistory(
                new SqliteTopicHistoryOptions { Path = settings.History.File, WaitForDisk = settings.History.WaitForDisk, IdempotencyLife = settings.Topics.IdempotencyLife }, time);
        }
        catch (InvalidOperationException unusable)
        {
            throw new OptionsValidationException(Sections.History, typeof(HistorySettings), [$"{Sections.History}:{nameof(HistorySettings.File)}: {unusable.Message}"]);
        }
    }
}
