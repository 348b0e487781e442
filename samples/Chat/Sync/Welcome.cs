using Chat.Accounts;
using Chat.Journal;
using Chat.Rooms;

namespace Chat.Sync;

/// <summary>The answer to a device that comes, or comes back.</summary>
/// <param name="Me">Who it is signed in as.</param>
/// <param name="Seq">Up to which event this tells; those that come by themselves with a number up to it are told already.</param>
/// <param name="Rooms">All rooms as they are now; none where the device knew them and <paramref name="Events"/> says what is new.</param>
/// <param name="Events">What happened after the event that the device has.</param>
/// <param name="Online">Who is there now, of those in the same rooms.</param>
internal sealed record Welcome(UserView Me, long Seq, IReadOnlyList<RoomView>? Rooms, IReadOnlyList<Entry>? Events, IReadOnlyList<long> Online);
